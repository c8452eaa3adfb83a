import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Dialect } from '../../core/dialect/dialect.ts';
import { readSegment } from './readSegment.ts';
import type { ReadSegment, Segment } from './readSegment.ts';
import { workOf } from './work.ts';
import type { Order } from './work.ts';
import type { WorkerAnswer, WorkerStart, WorkerTask } from './worker.ts';

/** To start a thread takes longer than to read a shorter file. */
const WORTHWHILE = 32 * 1024 * 1024;
const MOST_THREADS = 4;
/** Room for short-lived objects; more of it is only more memory. */
const YOUNG_MB = 16;
/** What this thread has read, of its share, when the others begin. */
const LEAD = 0.15;

/** What is to be read. */
export interface SegmentedFile {
  readonly file: string;
  readonly dialect: Dialect;
  /** Octets. */
  readonly size: number;
  readonly onRead: (octets: number) => void;
  /**
   * Threads to use, all of them from the beginning; where it is not given, as many as the machine has,
   * up to four.
   */
  readonly threads?: number;
  /** The program that the threads run; this one where it is not given. */
  readonly program?: string;
}

/**
 * Reads a long file in several threads, each a segment that begins with a session. A segment counts
 * only where the one before ends with a chunk right there; else that one is read to the end of the
 * file. Undefined where threads are not worthwhile or could not be had.
 */
export async function inSegments(
  input: SegmentedFile,
  order: Order,
): Promise<readonly ReadSegment[] | undefined> {
  const { file, dialect, size, onRead } = input;
  const count = input.threads ?? threadsFor(size);
  if (count < 2 || dialect.interleaves) return undefined;
  const tasks = Array.from({ length: count - 1 }, (_, at): WorkerTask => {
    const near = Math.floor((size * (at + 1 + LEAD)) / (count + LEAD));
    return { file, dialect: dialect.id, near, order };
  });
  const program = input.program ?? process.argv[1] ?? '';
  const threads = tasks.map(task => new SegmentThread(program, task));
  try {
    const first: Segment = { file, dialect, from: 0, to: undefined };
    const share = (octets: number): void => {
      onRead(octets * count);
    };
    const others = startAll(threads, first);
    if (input.threads !== undefined) await others;
    const read = [await readSegment(first, workOf(order), share)];
    if (read[0]?.toTheEnd === true) return read;
    for (const thread of await others) {
      const segment = await thread.done;
      read.push(segment);
      if (segment.toTheEnd) break;
    }
    return read;
  } catch {
    // Whatever failed there will fail, and be told, where the file is read in one go.
    return undefined;
  } finally {
    await Promise.all(threads.map(thread => thread.end()));
  }
}

/** Tells each thread where its segment ends, once all have said where theirs begin. */
async function startAll(
  threads: readonly SegmentThread[],
  first: Segment,
): Promise<readonly SegmentThread[]> {
  const begins = await Promise.all(threads.map(thread => thread.begins));
  // Two threads may have found the same session, or the later one none.
  const used = threads.filter((_, at) => isFurther(begins, at));
  const starts = begins.filter((_, at) => isFurther(begins, at));
  [first.to] = starts;
  for (const [at, thread] of used.entries()) thread.start({ to: starts[at + 1] });
  return used;
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
  readonly done: Promise<ReadSegment>;
  readonly #worker: Worker;

  constructor(program: string, task: WorkerTask) {
    // `main.ts` knows by its thread what it is to do.
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
    this.#worker = new Worker(program, { workerData: task, resourceLimits });
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
