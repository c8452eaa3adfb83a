import type { Dialect } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged, JudgedLine } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

/** Syslog puts its own prefix before each line; with -d there is none. */
const PREFIX = '(?:[^\\]\\n]{1,80}\\[\\d{1,8}\\]: )?';
const TRACE = new RegExp(`^${PREFIX}(?:smtp|mta|smtpc|smtp-out): (0x[0-9a-f]{1,16}): `);
const CONTENT = new RegExp(
  `^${PREFIX}(?:(?:smtp|mta): (0x[0-9a-f]{1,16}): )?<<< \\[(MSG|EOM)\\] ?`,
);
const EVENT = new RegExp(
  `^${PREFIX}([0-9a-f]{16}) smtp (?:event=)?(connected|disconnected|closed)\\b`,
);
const UNREAD = /^>>> 500 5\.\d\.\d .{0,40}(?:Pipelining not supported|Line too long)$/;
const REPLY = /^[2-5]\d\d(?:[ -]|$)/;

/** OpenSMTPD -T smtp: `>>> ` is what it wrote, and it is the server, as far as is known. */
export const openSmtpd: Dialect = lineDialect({
  id: 'opensmtpd-trace',
  label: 'OpenSMTPD trace',
  description: 'What OpenSMTPD prints with -d -T smtp: an address, ">>> " written, "<<< " read.',
  hides: ['tls'],
  interleaves: true,
  whole: false,
  probe(sample) {
    const line = new RegExp(
      `^${PREFIX}(?:smtp|mta|smtpc|smtp-out): 0x[0-9a-f]{1,16}: (?:>>>|<<<) `,
      'm',
    );
    if (line.test(sample)) return { certainty: 1, why: 'addresses with >>> and <<<' };
    return { certainty: 0, why: '' };
  },
  judge: () => new Trace().judge,
});

/** One connection; its address may be used again when it is over. */
interface Connection {
  readonly address: string;
  /** OpenSMTPD is the server in it; undefined before anything tells. */
  isServer: boolean | undefined;
}

class Trace {
  readonly #connections = new Map<string, Connection>();
  /** By session id. */
  readonly #addresses = new Map<string, string>();
  /** Connections whose message is being read. */
  readonly #bodies = new Set<string>();
  /** Those of them whose message was not mixed with another one's so far. */
  readonly #shown = new Set<string>();
  #newest = '';

  readonly judge: Judge = (line): Judged | undefined => {
    const { head } = line;
    const content = head.includes('[MSG]') || head.includes('[EOM]') ? CONTENT.exec(head) : null;
    if (content !== null) return this.#content(content);
    const trace = head.includes(': 0x') ? TRACE.exec(head) : null;
    if (trace !== null) return this.#trace(trace[1] ?? '', trace[0].length, line);
    return head.includes(' smtp ') ? this.#event(head) : undefined;
  };

  #trace(address: string, at: number, { head }: JudgedLine): Judged | undefined {
    const text = head.slice(at);
    const time = timeStampAt(head).time;
    if (text.startsWith('connected to listener')) {
      this.#connections.delete(address);
      this.#bodyEnds(address);
      return { kind: 'connect', at, connection: address, time };
    }
    if (text.startsWith('STATE_')) {
      this.#state(address, text);
      return undefined;
    }
    const written = text.startsWith('>>> ');
    if (!written && !text.startsWith('<<< ') && text !== '<<<') return undefined;
    const isServer = this.#isServer(address, written, text.slice(4));
    const kind = written === isServer ? 'server' : 'client';
    if (kind === 'server' && isServer && text.startsWith('>>> 354')) {
      this.#bodies.add(address);
      this.#shown.add(address);
    } else if (kind === 'server') this.#bodyEnds(address);
    const judged: Judged = { kind, at: at + 4, connection: address, time };
    // What it answers was thrown away unread.
    return kind === 'server' && UNREAD.test(text) ? { ...judged, before: 'gap' } : judged;
  }

  #isServer(address: string, written: boolean, text: string): boolean {
    const known = this.#connections.get(address) ?? { address, isServer: undefined };
    this.#connections.set(address, known);
    known.isServer ??= REPLY.test(text) === written;
    return known.isServer;
  }

  #state(address: string, text: string): void {
    if (text.startsWith('STATE_NEW -> ')) this.#newest = address;
    if (text.startsWith('STATE_BODY -> ')) this.#bodyEnds(address);
  }

  /** Where several messages are being read, nothing tells whose a line is: all of them are hidden. */
  #content([mark, address, what]: RegExpExecArray): Judged | undefined {
    const [first] = this.#shown;
    const connection = address ?? first;
    if (connection === undefined || !this.#shown.has(connection)) return undefined;
    if (address === undefined && this.#bodies.size > 1) {
      this.#shown.delete(connection);
      return { kind: 'hidden-content', connection };
    }
    return what === 'MSG' ? { kind: 'client', at: mark.length, connection } : undefined;
  }

  #bodyEnds(address: string): void {
    this.#bodies.delete(address);
    this.#shown.delete(address);
  }

  #event(head: string): Judged | undefined {
    const match = EVENT.exec(head);
    if (match === null) return undefined;
    const [, id = '', what] = match;
    if (what === 'connected') {
      if (this.#newest !== '') this.#addresses.set(id, this.#newest);
      this.#newest = '';
      return undefined;
    }
    const connection = this.#addresses.get(id);
    this.#addresses.delete(id);
    if (connection === undefined) return undefined;
    this.#connections.delete(connection);
    this.#bodyEnds(connection);
    const judged: Judged = { kind: 'close', connection, time: timeStampAt(head).time };
    return /reason="?timeout/i.test(head) ? { ...judged, before: 'timeout' } : judged;
  }
}
