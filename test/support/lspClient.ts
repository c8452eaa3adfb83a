import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import process from 'node:process';
import { programOf } from './programs.ts';

const MAIN = programOf('server');
const PATIENCE = 20_000;

type Json = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A small JSON-RPC client that runs the language server as a child over stdio. */
export class LspClient {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, ((params: Json) => void)[]>();
  #rest = Buffer.alloc(0);
  #serial = 0;
  /** Every notification the server sent, in order. */
  readonly notifications: { readonly method: string; readonly params: Json }[] = [];
  /** Requests of the server, in order. */
  readonly requests: { readonly method: string; readonly params: Json }[] = [];
  /** What `workspace/configuration` answers for each section asked. */
  settings: unknown = null;

  constructor(args: readonly string[] = ['--stdio']) {
    this.#child = spawn(process.execPath, [MAIN, ...args], { stdio: 'pipe' });
    this.#child.stdout.on('data', (data: Buffer) => {
      this.#read(data);
    });
    this.#child.on('exit', code => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`exit ${String(code)}`));
    });
  }

  /** Sends a request; rejects with the server's error. */
  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#serial;
    this.#send({ id, method, params });
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    return within(answer, method);
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** Asks the server to give up a request: the newest one. */
  cancelNewest(): void {
    this.notify('$/cancelRequest', { id: this.#serial });
  }

  /** The next notification of this method that `accept` takes. */
  next(method: string, accept: (params: Json) => boolean = () => true): Promise<Json> {
    const found = new Promise<Json>(resolve => {
      const list = this.#listeners.get(method) ?? [];
      list.push(params => {
        if (accept(params)) resolve(params);
      });
      this.#listeners.set(method, list);
    });
    return within(found, method);
  }

  /** `initialize` and `initialized`. */
  async start(capabilities: unknown, initializationOptions?: unknown): Promise<Json> {
    const params = { processId: process.pid, rootUri: null, capabilities, initializationOptions };
    const result = await this.request('initialize', params);
    this.notify('initialized', {});
    return result as Json;
  }

  open(uri: string, text: string, version = 1): void {
    const textDocument = { uri, languageId: 'smtp-transcript', version, text };
    this.notify('textDocument/didOpen', { textDocument });
  }

  /** `shutdown` and `exit`; the exit status of the server. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>(resolve => {
      this.#child.on('exit', code => {
        resolve(code);
      });
    });
    await this.request('shutdown', null);
    this.notify('exit', null);
    return within(ended, 'exit');
  }

  /** Ends the child whatever state it is in. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #send(message: Json): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
  }

  #read(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (;;) {
      const head = this.#rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = /^Content-Length: (\d+)/im.exec(this.#rest.toString('latin1', 0, head))?.[1];
      if (length === undefined) throw new Error('something else than messages on stdout');
      const end = head + 4 + Number(length);
      if (this.#rest.length < end) return;
      const message = JSON.parse(this.#rest.toString('utf8', head + 4, end)) as Json;
      this.#rest = this.#rest.subarray(end);
      this.#take(message);
    }
  }

  #take(message: Json): void {
    const { id, method, params, error, result } = message;
    if (typeof method === 'string') {
      const body = (params ?? {}) as Json;
      if (id === undefined) this.#notified(method, body);
      else this.#asked(id, method, body);
      return;
    }
    const waiting = this.#waiting.get(Number(id));
    this.#waiting.delete(Number(id));
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(JSON.stringify(error)));
  }

  #notified(method: string, params: Json): void {
    this.notifications.push({ method, params });
    for (const listener of this.#listeners.get(method) ?? []) listener(params);
  }

  #asked(id: unknown, method: string, params: Json): void {
    this.requests.push({ method, params });
    const items = Array.isArray(params['items']) ? params['items'] : [];
    const result = method === 'workspace/configuration' ? items.map(() => this.settings) : null;
    this.#send({ id, result });
  }
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer: ${what}`));
    }, PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
