import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';

/** Where and how to connect; with `ca` the server's certificate is verified. */
export interface RawSmtpTarget {
  readonly port: number;
  readonly host?: string;
  /** PEM trust anchor: TLS from the first octet. */
  readonly implicitTls?: string;
}

const replyTimeoutMs = 10_000;

/** A client that sends exactly the octets it is told to and gives replies back whole. */
export class RawSmtpClient {
  #socket: Socket;
  #buffer = '';
  #ended = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#attach(socket);
  }

  /** Connects without reading the greeting. */
  static async connect(target: RawSmtpTarget): Promise<RawSmtpClient> {
    const where = { host: target.host ?? '127.0.0.1', port: target.port };
    if (target.implicitTls !== undefined) {
      const socket = connectTls({ ...where, ca: target.implicitTls, servername: 'localhost' });
      await once(socket, 'secureConnect');
      return new RawSmtpClient(socket);
    }
    const socket = connect(where);
    await once(socket, 'connect');
    return new RawSmtpClient(socket);
  }

  #attach(socket: Socket): void {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#buffer += chunk.toString('latin1');
      this.#wake();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('close', end);
    socket.on('end', end);
    socket.on('error', end);
  }

  /** Writes octets as they are. */
  send(octets: string | Uint8Array): void {
    this.#socket.write(octets);
  }

  /** The next whole reply, lines joined by LF; '' when the server closed instead. */
  async reply(): Promise<string> {
    const deadline = Date.now() + replyTimeoutMs;
    for (;;) {
      const match = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/u.exec(this.#buffer);
      if (match) {
        this.#buffer = this.#buffer.slice(match[0].length);
        return match[0].replaceAll('\r', '').trimEnd();
      }
      if (this.#ended) return '';
      await this.#more(deadline - Date.now());
    }
  }

  async #more(ms: number): Promise<void> {
    if (ms <= 0) throw new Error('no reply in time');
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Sends one line with its CRLF and waits for its reply. */
  async command(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  /** The handshake after an accepted STARTTLS, verified against `ca`. */
  async upgrade(ca: string): Promise<void> {
    const plain = this.#socket;
    plain.removeAllListeners();
    const socket: TLSSocket = connectTls({ socket: plain, ca, servername: 'localhost' });
    await once(socket, 'secureConnect');
    this.#attach(socket);
  }

  /** Ends the connection at once, as a program that was killed does. */
  destroy(): void {
    this.#socket.destroy();
  }
}
