import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { TlsVersion } from '../../server/protocol/replay.ts';
import { TLSSocket, createSecureContext } from 'node:tls';

/** How a server of the tests answers. */
export interface WireOptions {
  /** The whole reply to a line, without its last CRLF; null: none; undefined: the usual one. */
  readonly reply?: (line: string, to: WireClient) => string | null | undefined;
  readonly greeting?: string;
  /** Replies behind content, one by one; one `250 ok` unless told. */
  readonly afterContent?: () => readonly string[];
  /** Key and certificate in PEM form. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly maxVersion?: TlsVersion };
  readonly implicitTls?: boolean;
  /** The greeting waits for a PROXY header of so many octets, outside TLS. */
  readonly proxyOctets?: number;
  /** A Unix socket instead of a port. */
  readonly path?: string;
}

/** One client, as the server sees it. */
export interface WireClient {
  /** The secured connection. */
  readonly secure: TLSSocket | undefined;
  readonly remoteAddress: string;
}

/** A server that tells what arrived, segment by segment. */
export interface WireServer {
  readonly host: string;
  readonly port: number;
  /** All octets of the first client, TLS taken off, one character an octet. */
  received(): string;
  /** What arrived (`> …`) and what was answered (`< …`), in order; writes of one turn are one. */
  turns(): readonly string[];
  readonly clients: readonly WireClient[];
}

/** Starts a server on loopback that is stopped after the test. */
export async function wireServer(t: TestContext, options: WireOptions = {}): Promise<WireServer> {
  const clients: Connection[] = [];
  const server = createServer(socket => {
    clients.push(new Connection(socket, options));
  });
  t.after(() => {
    for (const client of clients) client.destroy();
    server.close();
  });
  const { path } = options;
  await new Promise<void>(resolve => {
    server.listen(path === undefined ? { host: '127.0.0.1', port: 0 } : { path }, resolve);
  });
  const address = server.address();
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received: () => clients[0]?.received ?? '',
    turns: () => clients[0]?.turns ?? [],
    clients,
  };
}

class Connection implements WireClient {
  received = '';
  readonly turns: string[] = [];
  readonly remoteAddress: string;
  secure: TLSSocket | undefined;
  readonly #options: WireOptions;
  #socket: Socket;
  #unread = '';
  /** What is read now: lines, content up to its dot, or so many octets. */
  #mode: 'lines' | 'content' | number = 'lines';
  #isGreeted = false;

  constructor(socket: Socket, options: WireOptions) {
    this.#options = options;
    this.#socket = socket;
    this.remoteAddress = socket.remoteAddress ?? '';
    this.#listen(socket);
    if (options.proxyOctets !== undefined) this.#mode = options.proxyOctets;
    else this.#begin();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #listen(socket: Socket): void {
    socket.on('data', this.#onData);
    socket.on('error', () => undefined);
  }

  #begin(): void {
    this.#isGreeted = true;
    this.#mode = 'lines';
    if (this.#options.implicitTls === true) this.#secure(() => this.#greet());
    else this.#greet();
  }

  #greet(): void {
    this.#say(this.#options.greeting ?? '220 mx ESMTP');
  }

  readonly #onData = (octets: Buffer): void => {
    const text = octets.toString('latin1');
    this.received += text;
    this.turns.push(`> ${text}`);
    this.#unread += text;
    while (this.#step());
  };

  /** False where more has to come. */
  #step(): boolean {
    if (typeof this.#mode === 'number') return this.#octets(this.#mode);
    if (this.#mode === 'content') return this.#content();
    const end = this.#unread.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.#take(end + 2).slice(0, -2);
    this.#line(line);
    return true;
  }

  #octets(count: number): boolean {
    if (this.#unread.length < count) return false;
    this.#take(count);
    this.#mode = 'lines';
    if (this.#isGreeted) this.#say('250 chunk');
    else this.#begin();
    return true;
  }

  #content(): boolean {
    const direct = this.#unread.startsWith('.\r\n') ? 3 : 0;
    const end = this.#unread.indexOf('\r\n.\r\n');
    if (direct === 0 && end < 0) return false;
    this.#take(direct || end + 5);
    this.#mode = 'lines';
    for (const reply of this.#options.afterContent?.() ?? ['250 ok']) this.#say(reply);
    return true;
  }

  #line(line: string): void {
    const own = this.#options.reply?.(line, this);
    const reply = own === undefined ? usualReply(line) : own;
    const size = /^BDAT (\d+)/i.exec(line)?.[1];
    if (size !== undefined) this.#mode = Number(size);
    else if (reply !== null) this.#say(reply);
    if (reply?.startsWith('354')) this.#mode = 'content';
    if (line === 'STARTTLS' && reply?.startsWith('220')) this.#secure(() => undefined);
    if (line === 'QUIT') this.#socket.end();
  }

  #secure(then: () => void): void {
    const { tls } = this.#options;
    if (tls === undefined) return;
    this.#socket.removeListener('data', this.#onData);
    // The handshake may have begun in the segment that was read.
    const rest = Buffer.from(this.#take(this.#unread.length), 'latin1');
    this.received = this.received.slice(0, this.received.length - rest.length);
    if (rest.length > 0) this.#socket.pause().unshift(rest);
    const secure = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext: createSecureContext(tls),
    });
    this.secure = secure;
    this.#socket = secure;
    this.#listen(secure);
    secure.once('secure', then);
  }

  #say(reply: string): void {
    this.turns.push(`< ${reply}`);
    this.#socket.write(`${reply}\r\n`, 'latin1');
  }

  #take(count: number): string {
    const taken = this.#unread.slice(0, count);
    this.#unread = this.#unread.slice(count);
    return taken;
  }
}

function usualReply(line: string): string {
  const verb = line.split(' ')[0]?.toUpperCase() ?? '';
  return { DATA: '354 go', QUIT: '221 bye', STARTTLS: '220 go' }[verb] ?? '250 ok';
}
