import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type {
  EngineMessage,
  EngineMethod,
  EngineParams,
  EngineResult,
  ReceiverState,
} from '../../server/protocol/engine.ts';
import type { ReplayEvent } from '../../server/protocol/replay.ts';

/** What the engine tells without being asked. */
export interface EngineListeners {
  readonly log: (line: string) => void;
  /** Null where the receiver stopped, or the engine did. */
  readonly receiver: (state: ReceiverState) => void;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The engine's process: started by the first request, and anew by the next one after it ended. A
 * request that is under way when it ends rejects in words.
 */
export class EngineProcess {
  readonly #module: string;
  readonly #listeners: EngineListeners;
  readonly #pending = new Map<number, Pending>();
  readonly #runs = new Map<number, (event: ReplayEvent) => void>();
  #child: ChildProcess | undefined;
  #last = 0;
  #disposed = false;

  /** `module` is the path of the engine's bundle. */
  constructor(module: string, listeners: EngineListeners) {
    this.#module = module;
    this.#listeners = listeners;
  }

  /** The process's number while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Asks the engine; rejects with its words, or those of its end. */
  async request<M extends EngineMethod>(
    method: M,
    params: EngineParams<M>,
  ): Promise<EngineResult<M>> {
    if (this.#disposed) throw new Error('The extension is being stopped.');
    const child = (this.#child ??= this.#start());
    const id = ++this.#last;
    // The engine is this version's own program, so what it answers to M is M's result.
    return (await new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      child.send({ id, method, params }, error => {
        if (error) this.#settle(id)?.reject(error);
      });
    })) as EngineResult<M>;
  }

  /**
   * Runs a replay; `onEvent` gets every event in order before this resolves. Rejects where the
   * engine ended in the middle.
   */
  async replay(
    params: Omit<EngineParams<'replay'>, 'run'>,
    { onEvent, signal }: { onEvent: (event: ReplayEvent) => void; signal: AbortSignal },
  ): Promise<EngineResult<'replay'>> {
    const run = ++this.#last;
    this.#runs.set(run, onEvent);
    const cancel = (): void => {
      // Where the engine is gone meanwhile, the run's own rejection says so.
      this.request('cancel', { run }).catch(() => undefined);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const end = this.request('replay', { ...params, run });
      if (signal.aborted) cancel();
      return await end;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#runs.delete(run);
    }
  }

  /** Ends the process; nothing starts after that. */
  dispose(): void {
    this.#disposed = true;
    // It ends itself when the channel closes; the signal is for one that does not answer.
    if (this.#child?.connected === true) this.#child.disconnect();
    this.#child?.kill();
  }

  #start(): ChildProcess {
    const child = fork(this.#module, [], {
      serialization: 'advanced',
      // The debugger's port belongs to whoever started this process.
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.on('data', (octets: Buffer) => this.#listeners.log(octets.toString('utf8')));
    child.stderr?.on('data', (octets: Buffer) => this.#listeners.log(octets.toString('utf8')));
    child.on('message', message => this.#take(message as EngineMessage));
    child.once('error', error => this.#ended(child, `could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      this.#ended(child, `ended unexpectedly (${signal ?? `status ${String(code)}`})`);
    });
    return child;
  }

  #take(message: EngineMessage): void {
    switch (message.kind) {
      case 'answer':
        this.#settle(message.id)?.resolve(message.result);
        break;
      case 'error':
        this.#settle(message.id)?.reject(new Error(message.message));
        break;
      case 'event':
        this.#runs.get(message.run)?.(message.event);
        break;
      case 'receiver':
        this.#listeners.receiver(message.state);
        break;
      case 'log':
        this.#listeners.log(message.line);
        break;
      default:
        message satisfies never;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const message = `The replay engine ${how}. The next run starts a new one.`;
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(new Error(message));
    if (this.#disposed) return;
    this.#listeners.log(message);
    this.#listeners.receiver(null);
  }
}
