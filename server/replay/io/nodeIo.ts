import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import type { Target } from '../../protocol/replay.ts';
import { isLoopbackAddress } from '../resolve/isLoopbackAddress.ts';
import { netFailureOf } from './netFailure.ts';
import type { IoChunk, IoFailure, IoOpened, IoSecured, ReplayIo } from './replayIo.ts';
import { tlsFailureOf } from './tlsFailure.ts';
import { trustAnchorsWith } from './trustAnchors.ts';

/** Octets kept for a reader that is slower than the server, before the socket is paused. */
const HIGH_WATER = 1024 * 1024;

/** How connections are made. */
export interface NodeIoOptions {
  /**
   * True where no consent was given: a connection that turns out not to be loopback (a name whose
   * address changed meanwhile) is dropped before an octet is sent.
   */
  readonly loopbackOnly?: boolean;
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

  connect(target: Target): Promise<IoOpened | IoFailure> {
    this.#where = whereOf(target);
    if (target.host === '') return Promise.resolve(netFailure('dns', 'No host is given.'));
    return new Promise(resolve => {
      try {
        const socket = connectTcp({ host: target.host, port: target.port, noDelay: true });
        this.#socket = socket;
        socket.once('error', error => {
          resolve(netFailureOf(error, this.#where));
        });
        socket.once('close', () => {
          resolve(netFailure('closed', `${this.#where}: the connection was given up.`));
        });
        socket.once('connect', () => {
          resolve(this.#opened(socket));
        });
        this.#listen(socket);
      } catch (error) {
        resolve(netFailureOf(error, this.#where));
      }
    });
  }

  startTls(target: Target): Promise<IoSecured | IoFailure> {
    const plain = this.#socket;
    const name = target.serverName ?? target.host;
    if (!plain || this.#ending || this.#destroyed) {
      return Promise.resolve(netFailure('tls', `TLS with ${name} failed: the connection is gone.`));
    }
    return new Promise(resolve => {
      this.#unlisten(plain);
      try {
        const secure = connectTls(tlsOptionsOf(target, plain));
        this.#socket = secure;
        secure.once('error', error => {
          resolve(tlsFailureOf(error, name));
        });
        secure.once('close', () => {
          resolve(netFailure('tls', `TLS with ${name} failed: the connection was closed.`));
        });
        secure.once('secureConnect', () => {
          resolve(securedOf(secure));
        });
        this.#listen(secure);
      } catch (error) {
        plain.destroy();
        resolve(tlsFailureOf(error, name));
      }
    });
  }

  write(octets: Uint8Array): Promise<void> {
    const socket = this.#socket;
    if (!socket || this.#destroyed || !socket.writable) return Promise.resolve();
    return new Promise(resolve => {
      // A destroyed socket calls back with an error, so that this always settles.
      socket.write(octets, () => {
        resolve();
      });
      // Plain TCP usually takes the octets during the call; waiting for the callback costs a turn.
      if (socket.writableLength === 0) resolve();
    });
  }

  read(): Promise<IoChunk> {
    const octets = this.#queue.shift();
    if (octets) {
      this.#queued -= octets.length;
      if (this.#queued < HIGH_WATER && this.#socket?.isPaused()) this.#socket.resume();
      return Promise.resolve({ kind: 'octets', octets });
    }
    if (this.#ending) return Promise.resolve(this.#ending);
    return new Promise(resolve => {
      this.#reader = resolve;
    });
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
  }

  destroy(): void {
    this.#destroyed = true;
    this.#socket?.destroy();
    this.#finish({ kind: 'end' });
  }

  #opened(socket: Socket): IoOpened | IoFailure {
    const address = socket.remoteAddress ?? '';
    if (this.#options.loopbackOnly === true && !isLoopbackAddress(address)) {
      this.destroy();
      return netFailure(
        'refused',
        `${this.#where} is not this machine: consent is needed before anything is sent there.`,
      );
    }
    const port = socket.remotePort ?? 0;
    return { kind: 'opened', address, port, localAddress: socket.localAddress ?? '' };
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

function whereOf(target: Target): string {
  return target.host.includes(':')
    ? `[${target.host}]:${target.port}`
    : `${target.host}:${target.port}`;
}

/** SNI carries names only (RFC 6066 §3); an address is still checked against the certificate. */
function tlsOptionsOf(target: Target, socket: Socket): ConnectionOptions {
  const name = target.serverName ?? target.host;
  return {
    socket,
    host: name,
    rejectUnauthorized: target.verifyCertificate !== false,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(target.ca === undefined ? {} : { ca: trustAnchorsWith(target.ca) }),
  };
}

function securedOf(socket: TLSSocket): IoSecured {
  return {
    kind: 'secured',
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    fingerprint: socket.getPeerX509Certificate()?.fingerprint256 ?? '',
    authorized: socket.authorized,
  };
}
