import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { Target } from '../../protocol/replay.ts';
import { isLoopbackAddress } from '../resolve/isLoopbackAddress.ts';
import { dial, givenUp, notLoopback, whereOf } from './dial.ts';
import type { FindAddresses } from './dial.ts';
import { netFailureOf } from './netFailure.ts';
import { proxyHeaderOf } from './proxyHeader.ts';
import type { IoChunk, IoFailure, IoOpened, IoSecured, ReplayIo } from './replayIo.ts';
import { securedOf } from './secured.ts';
import { tlsFailure, tlsFailureOf } from './tlsFailure.ts';
import { tlsNameOf, tlsOptionsOf } from './tlsOptions.ts';

/** Octets kept for a reader that is slower than the server, before the socket is paused. */
const HIGH_WATER = 1024 * 1024;

/** Milliseconds that a closed connection may take to send its last octets. */
const LINGER_MS = 2000;

const NOTHING = new Uint8Array();

/** How connections are made. */
export interface NodeIoOptions {
  /**
   * True where no consent was given: a connection that turns out not to be loopback (a name whose
   * address changed meanwhile) is dropped before an octet is sent.
   */
  readonly loopbackOnly?: boolean;
  /** Asked for addresses instead of the operating system: `192.0.2.1`, `[2001:db8::1]:53`. */
  readonly dnsServers?: readonly string[];
  /** Instead of the real look-up, for tests. */
  readonly findAddresses?: FindAddresses;
}

/** One real connection over TCP and TLS; use a new one for every run. */
export function nodeIo(options: NodeIoOptions = {}): ReplayIo {
  return new NodeConnection(options);
}

class NodeConnection implements ReplayIo {
  readonly #options: NodeIoOptions;
  #socket: Socket | undefined;
  #where = '';
  #queue: Uint8Array[] = [];
  #queued = 0;
  #ending: IoChunk | undefined;
  #reader: ((chunk: IoChunk) => void) | undefined;
  #destroyed = false;
  /** True once SMTP was spoken in either direction. */
  #spoke = false;
  readonly #dropped = new AbortController();

  readonly #onData = (octets: Uint8Array): void => {
    this.#take(octets);
  };
  readonly #onEnd = (): void => {
    this.#finish({ kind: 'end' });
  };
  readonly #onError = (error: Error): void => {
    this.#finish(netFailureOf(error, this.#where));
  };

  constructor(options: NodeIoOptions) {
    this.#options = options;
  }

  async connect(target: Target): Promise<IoOpened | IoFailure> {
    this.#where = whereOf(target);
    const header = target.proxy ? proxyHeaderOf(target.proxy) : null;
    if (header?.kind === 'refused') return netFailure('unsendable', header.message);
    const socket = await dial(target, {
      ...this.#options,
      signal: this.#dropped.signal,
      take: this.#onData,
    });
    if ('kind' in socket) return socket;
    if (this.#destroyed) {
      socket.destroy();
      return givenUp(target);
    }
    this.#socket = socket;
    this.#listen(socket);
    const opened = this.#opened(socket, target);
    if (header && opened.kind === 'opened') await this.#put(header.octets);
    return opened;
  }

  startTls(target: Target): Promise<IoSecured | IoFailure> {
    const plain = this.#socket;
    const handshake = {
      name: tlsNameOf(target),
      implicit: !this.#spoke,
      minTlsVersion: target.minTlsVersion,
    };
    if (!plain || this.#ending || this.#destroyed) {
      return Promise.resolve(tlsFailure(handshake, 'the connection is gone.'));
    }
    return new Promise(resolve => {
      this.#unlisten(plain);
      try {
        const secure = connectTls(tlsOptionsOf(target, plain));
        this.#socket = secure;
        secure.once('error', error => {
          resolve(tlsFailureOf(error, handshake));
        });
        secure.once('close', () => {
          resolve(tlsFailure(handshake, 'the connection was closed.'));
        });
        secure.once('secureConnect', () => {
          resolve(this.#secured(secure, target));
        });
        this.#listen(secure);
      } catch (error) {
        plain.destroy();
        resolve(tlsFailureOf(error, handshake));
      }
    });
  }

  write(octets: Uint8Array): Promise<void> | undefined {
    this.#spoke = true;
    return this.#put(octets);
  }

  #put(octets: Uint8Array): Promise<void> | undefined {
    const socket = this.#socket;
    if (!socket || this.#destroyed || !socket.writable) return undefined;
    socket.write(octets);
    // Plain TCP usually takes the octets during the call; waiting for the callback costs a turn.
    if (socket.writableLength === 0) return undefined;
    return new Promise(resolve => {
      // Called after what is before it; a destroyed socket calls back with an error.
      socket.write(NOTHING, () => {
        resolve();
      });
    });
  }

  read(got: (chunk: IoChunk) => void): void {
    // Usually nothing is there: even looking with `shift` costs as much as the rest of this.
    const octets = this.#queue.length === 0 ? undefined : this.#queue.shift();
    if (octets) {
      this.#queued -= octets.length;
      if (this.#queued < HIGH_WATER && this.#socket?.isPaused()) this.#socket.resume();
      got({ kind: 'octets', octets });
    } else if (this.#ending) {
      got(this.#ending);
    } else {
      this.#reader = got;
    }
  }

  unread(): number {
    return this.#queued;
  }

  close(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#finish({ kind: 'end' });
    this.#unlisten(socket);
    socket.resume();
    socket.destroySoon();
    if (!socket.destroyed) destroyLater(socket);
  }

  destroy(): void {
    this.#destroyed = true;
    this.#dropped.abort();
    this.#socket?.destroy();
    this.#finish({ kind: 'end' });
  }

  #opened(socket: Socket, target: Target): IoOpened | IoFailure {
    if (target.path !== undefined) {
      return { kind: 'opened', address: target.path, port: 0, localAddress: '' };
    }
    const address = socket.remoteAddress ?? '';
    if (this.#options.loopbackOnly === true && !isLoopbackAddress(address)) {
      this.destroy();
      return notLoopback(this.#where);
    }
    const port = socket.remotePort ?? 0;
    return { kind: 'opened', address, port, localAddress: socket.localAddress ?? '' };
  }

  #secured(secure: TLSSocket, target: Target): IoSecured | IoFailure {
    let secured: IoSecured | IoFailure;
    try {
      secured = securedOf(secure, target);
    } catch (error) {
      secured = tlsFailureOf(error, { name: tlsNameOf(target), implicit: !this.#spoke });
    }
    if (secured.kind === 'failed') secure.destroy();
    return secured;
  }

  #listen(socket: Socket): void {
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
    socket.on('error', this.#onError);
  }

  #unlisten(socket: Socket): void {
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('close', this.#onEnd);
    socket.off('error', this.#onError);
    // An error that nobody listens to would end the process.
    socket.on('error', () => undefined);
  }

  #take(octets: Uint8Array): void {
    this.#spoke = true;
    const reader = this.#reader;
    if (reader) {
      this.#reader = undefined;
      reader({ kind: 'octets', octets });
      return;
    }
    this.#queue.push(octets);
    this.#queued += octets.length;
    if (this.#queued >= HIGH_WATER) this.#socket?.pause();
  }

  #finish(ending: IoChunk): void {
    this.#ending ??= ending;
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.(this.#ending);
  }
}

function netFailure(reason: IoFailure['reason'], message: string): IoFailure {
  return { kind: 'failed', reason, message };
}

function destroyLater(socket: Socket): void {
  const timer = setTimeout(() => {
    socket.destroy();
  }, LINGER_MS).unref();
  socket.once('close', () => {
    clearTimeout(timer);
  });
}
