import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Dialect } from '../../core/dialect/dialect.ts';
import { readSegment } from './readSegment.ts';
import type { ReadSegment } from './readSegment.ts';
import { workOf } from './work.ts';
import type { Order } from './work.ts';
import type { WorkerAnswer, WorkerStart, WorkerTask } from './worker.ts';

/** To start a thread takes longer than to read a shorter file. */
const WORTHWHILE = 32 * 1024 * 1024;
const MOST_THREADS = 4;

/** What is to be read. */
export interface SegmentedFile {
  readonly file: string;
  readonly dialect: Dialect;
  /** Octets. */
  readonly size: number;
  readonly onRead: (octets: number) => void;
  /** Threads to use; as many as the machine has, up to four, where it is not given. */
  readonly threads?: number;
  /** The program that the threads run; this one where it is not given. */
  readonly program?: string;
}

/**
 * Reads a long file in several threads, each a segment that begins with a session. Undefined where
 * that is not worthwhile, or where a segment turned out to begin in the middle of a session: then
 * it has to be read from its beginning to its end.
 */
export async function inSegments(
  input: SegmentedFile,
  order: Order,
): Promise<readonly ReadSegment[] | undefined> {
  const { file, dialect, size, onRead } = input;
  const count = input.threads ?? threadsFor(size);
  if (count < 2 || dialect.interleaves) return undefined;
  const tasks = Array.from({ length: count - 1 }, (_, at): WorkerTask => {
    const near = Math.floor((size * (at + 1)) / count);
    return { file, dialect: dialect.id, near, order };
  });
  const program = input.program ?? process.argv[1] ?? '';
  const threads = tasks.map(task => new SegmentThread(program, task));
  try {
    const begins = await Promise.all(threads.map(thread => thread.begins));
    // Two threads may have found the same session, or the later one none.
    const used = threads.filter((_, at) => isFurther(begins, at));
    const starts = begins.filter((_, at) => isFurther(begins, at));
    for (const [at, thread] of used.entries()) thread.start({ to: starts[at + 1] });
    const first = { file, dialect, from: 0, to: starts[0] };
    const share = (octets: number): void => {
      onRead(octets * (used.length + 1));
    };
    const own = await readSegment(first, workOf(order), share);
    const all = [own, ...(await Promise.all(used.map(thread => thread.done)))];
    const read = all.filter(segment => segment !== undefined);
    return read.length === all.length ? read : undefined;
  } catch {
    // Whatever failed there will fail, and be told, where the file is read in one go.
    return undefined;
  } finally {
    await Promise.all(threads.map(thread => thread.end()));
  }
}

function threadsFor(size: number): number {
  return size < WORTHWHILE ? 1 : Math.min(availableParallelism(), MOST_THREADS);
}

function isFurther(begins: readonly (number | undefined)[], at: number): boolean {
  const own = begins[at];
  return (
    own !== undefined && begins.slice(0, at).every(other => other === undefined || other < own)
  );
}

class SegmentThread {
  readonly begins: Promise<number | undefined>;
  readonly done: Promise<ReadSegment | undefined>;
  readonly #worker: Worker;

  constructor(program: string, task: WorkerTask) {
    // `main.ts` knows by its thread what it is to do.
    this.#worker = new Worker(program, { workerData: task });
    this.begins = this.#answer('begins').then(({ at }) => at);
    this.done = this.#answer('done').then(({ read }) => read);
    // Asked for or not, a failure is no surprise to Node.
    for (const promise of [this.begins, this.done]) promise.catch(() => undefined);
  }

  start(start: WorkerStart): void {
    this.#worker.postMessage(start);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** Rejects where the thread ends without it. */
  #answer<K extends WorkerAnswer['kind']>(kind: K): Promise<Extract<WorkerAnswer, { kind: K }>> {
    return new Promise((resolve, reject) => {
      this.#worker.on('message', (answer: WorkerAnswer) => {
        if (answer.kind === kind) resolve(answer as Extract<WorkerAnswer, { kind: K }>);
      });
      this.#worker.once('error', reject);
      this.#worker.once('exit', () => {
        reject(new Error('the thread ended'));
      });
    });
  }
}
