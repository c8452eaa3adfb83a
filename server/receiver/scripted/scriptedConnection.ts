import { setImmediate, setTimeout } from 'node:timers/promises';
import { TLSSocket, createSecureContext } from 'node:tls';
import type { Socket } from 'node:net';
import type { Octets, ServerAction } from './serverAction.ts';

/** Octets that are kept of what a client sends. */
const KEPT = 16 * 1024 * 1024;

/** Octets of one write of a flood, about. */
const WAVE = 64 * 1024;

/** One client's connection, run through its actions. */
export class ScriptedConnection {
  #socket: Socket;
  readonly #plain: Socket;
  #unread = '';
  #gone = false;
  #wake: (() => void) | undefined;
  readonly #received: string[] = [];
  readonly #departure = new AbortController();

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#plain = socket;
    socket.setNoDelay(true);
    this.#listen(socket);
  }

  /** All the client sent, one character an octet, inside TLS as well as outside. */
  get received(): string {
    return this.#received.join('');
  }

  /** Octets that the system took for the client so far, outside TLS. */
  get sent(): number {
    return this.#plain.bytesWritten - this.#plain.writableLength;
  }

  /** Runs the actions in order, then closes; ends early when the client is gone. Never rejects. */
  async run(actions: Iterable<ServerAction>): Promise<void> {
    for (const action of actions) {
      if (this.#gone) return;
      await this.#act(action);
    }
    this.#socket.end();
  }

  /** Drops the connection. */
  destroy(): void {
    this.#leave();
    this.#socket.destroy();
  }

  #act(action: ServerAction): Promise<void> {
    switch (action.do) {
      case 'send':
        return this.#write(octetsOf(action.octets));
      case 'drip':
        return this.#drip(octetsOf(action.octets), action.ms);
      case 'flood':
        return this.#flood(octetsOf(action.unit), action.octets);
      case 'some':
        return this.#some();
      case 'line':
        return this.#until('\n');
      case 'content':
        return this.#until('\r\n.\r\n');
      case 'delay':
        return this.#pause(action.ms);
      case 'tls':
        return this.#secure(action);
      case 'deaf':
        this.#socket.pause();
        return this.#until(null);
      case 'stall':
        return this.#until(null);
      case 'close':
        this.#socket.end();
        return this.#until(null);
      case 'reset':
        this.#plain.resetAndDestroy();
        this.#leave();
        return Promise.resolve();
    }
  }

  #write(octets: Uint8Array): Promise<void> {
    if (this.#gone) return Promise.resolve();
    return new Promise(resolve => {
      this.#socket.write(octets, () => {
        resolve();
      });
    });
  }

  async #drip(octets: Uint8Array, ms: number): Promise<void> {
    for (let at = 0; at < octets.length && !this.#gone; at += 1) {
      await this.#write(octets.subarray(at, at + 1));
      await this.#pause(ms);
    }
  }

  async #flood(unit: Uint8Array, octets: number): Promise<void> {
    const units = Math.max(1, Math.floor(WAVE / unit.length));
    const wave = Buffer.alloc(units * unit.length, unit);
    for (let left = octets; left > 0 && !this.#gone; left -= wave.length) {
      await this.#write(left < wave.length ? wave.subarray(0, left) : wave);
    }
  }

  async #some(): Promise<void> {
    while (!this.#gone && this.#unread === '') await this.#news();
    this.#unread = '';
  }

  #news(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }

  /** Takes what the client sends up to and with `end`; null never comes. */
  async #until(end: string | null): Promise<void> {
    while (!this.#gone) {
      // The CRLF of an empty content belongs to the DATA line that was read before.
      const direct = end === '\r\n.\r\n' && this.#unread.startsWith('.\r\n') ? 3 : -1;
      const found = end === null ? -1 : this.#unread.indexOf(end);
      const taken = direct > 0 ? direct : found === -1 ? 0 : found + (end ?? '').length;
      if (taken > 0) {
        this.#unread = this.#unread.slice(taken);
        return;
      }
      await this.#news();
    }
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#departure;
    if (ms === 0) await setImmediate();
    else await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  }

  #secure(action: TlsAction): Promise<void> {
    const { wantsCertificate = false } = action;
    const plain = this.#socket;
    this.#unlisten(plain);
    const secure = new TLSSocket(plain, {
      isServer: true,
      secureContext: createSecureContext(action),
      requestCert: wantsCertificate,
      rejectUnauthorized: wantsCertificate,
    });
    this.#socket = secure;
    this.#listen(secure);
    return new Promise(resolve => {
      secure.once('secure', () => {
        resolve();
      });
      secure.once('close', () => {
        resolve();
      });
    });
  }

  #listen(socket: Socket): void {
    socket.on('data', this.#onData);
    socket.on('close', this.#leave);
    socket.on('end', this.#leave);
    // A client that resets is part of the script.
    socket.on('error', this.#leave);
  }

  #unlisten(socket: Socket): void {
    socket.off('data', this.#onData);
    socket.off('end', this.#leave);
  }

  readonly #onData = (octets: Buffer): void => {
    const text = octets.toString('latin1');
    if (this.#unread.length < KEPT) this.#unread += text;
    this.#received.push(text);
    this.#awake();
  };

  readonly #leave = (): void => {
    this.#gone = true;
    this.#departure.abort();
    this.#awake();
  };

  #awake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

type TlsAction = Extract<ServerAction, { readonly do: 'tls' }>;

function octetsOf(octets: Octets): Uint8Array {
  return typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets;
}
