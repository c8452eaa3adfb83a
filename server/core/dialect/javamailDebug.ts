import type { Scanner } from '../octets/scanner.ts';
import { looksLikeReply } from '../smtp/reply.ts';
import { DecodingReader } from './decodingReader.ts';
import type { Dialect, LineContext, LineKind } from './dialect.ts';
import { LineCursor } from './physicalLine.ts';

/** JavaMail and Jakarta Mail with mail.debug: no line of the dialogue carries a mark. */
export const javamailDebug: Dialect = {
  id: 'javamail-debug',
  aliases: ['javamail', 'jakartamail'],
  label: 'JavaMail, Jakarta Mail',
  description: 'What JavaMail and Jakarta Mail print with mail.debug=true.',
  hides: ['auth'],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (!/^DEBUG SMTPS?: /m.test(sample)) return { certainty: 0, why: '' };
    if (/^(?:220[ -]|EHLO |HELO |MAIL FROM:|RCPT TO:|DATA\r?$|\d{3} )/m.test(sample)) {
      return { certainty: 1, why: 'DEBUG SMTP: between bare lines' };
    }
    return { certainty: 0.7, why: 'DEBUG SMTP:' };
  },
  open: (octets, scanner) => new JavamailReader(octets, scanner),
};

const COMMAND =
  /^(?:(?:EHLO|HELO|LHLO|AUTH|VRFY|EXPN|HELP|NOOP|XCLIENT) \S|MAIL FROM:|RCPT TO:|BDAT \d{1,15}(?: LAST)?$|(?:DATA|RSET|NOOP|QUIT|STARTTLS|EHLO|HELO|HELP)$)/;
const CHUNK = /^BDAT (\d{1,15})(?: LAST)?$/;
const BROKEN = /^DEBUG SMTPS?: (?:IO|Messaging)Exception while sending, (?:closing, )?THROW: ?$/;

/** No reply has more lines than are looked at. */
const MOST_LINES = 100;

class JavamailReader extends DecodingReader {
  /** The server has to answer; else three digits begin a line of a stack trace. */
  #awaiting = true;
  /** Octets of the chunk that are still to come. */
  #left = 0;
  /** The line that begins with the rest of a chunk, and how much of it that is. */
  #glued = { line: -1, octets: 0 };
  readonly #ahead: LineCursor;

  constructor(octets: Uint8Array, scanner: Scanner) {
    super(octets, scanner);
    this.#ahead = new LineCursor(octets, scanner, 'lf');
  }

  protected decode(from: number, to: number, context: LineContext): undefined {
    if (this.#left > 0 && this.#chunk(from, to)) return;
    if (context.inContent) this.#content(from, to);
    else this.#line(this.#glued.line === from ? from + this.#glued.octets : from, to, context);
  }

  #line(from: number, to: number, context: LineContext): void {
    const head = this.head(from, to);
    if (/^DEBUG(?: [A-Z]{3,8})?: /.test(head)) this.#debug(head, from, to);
    else if ((this.#awaiting || context.inAuth) && looksLikeReply(this.octets, from, to)) {
      this.#reply(from, to);
    } else if (COMMAND.test(head)) this.#command(head, from, to);
    else if (context.inAuth && !this.#awaiting && to > from) this.#response(from, to);
    else if (to > from) this.event('unknown', from, to);
  }

  #command(head: string, from: number, to: number): void {
    this.wire('client', { from, to });
    this.#awaiting = true;
    this.#left = Number(CHUNK.exec(head)?.[1] ?? 0);
  }

  #response(from: number, to: number): void {
    this.wire('client', { from, to });
    this.#awaiting = true;
  }

  #reply(from: number, to: number): void {
    this.wire('server', { from, to });
    if (this.octets[from + 3] !== 45) this.#awaiting = false;
  }

  #content(from: number, to: number): void {
    if (BROKEN.test(this.head(from, to))) {
      this.#awaiting = false;
      this.event('lost', from, to);
      return;
    }
    this.wire('client', { from, to });
    if (to - from === 1 && this.octets[from] === 46) this.#awaiting = true;
  }

  #debug(head: string, from: number, to: number): void {
    const kind = eventOf(head);
    if (kind === 'connect') this.#awaiting = true;
    else if (kind === 'lost' || kind === 'gap') this.#awaiting = false;
    this.event(kind, from, to, { tls: kind === 'connect' && / isSSL true$/.test(head) });
  }

  /**
   * Takes a line of a chunk. What stands in the chunk's last line, if that has no line end, is
   * printed only after the reply to the chunk, at the beginning of the next client line.
   */
  #chunk(from: number, to: number): boolean {
    const rest = looksLikeReply(this.octets, from, to) ? this.#restOfChunk(from) : undefined;
    if (rest !== undefined) {
      const octets = this.octets.subarray(rest, rest + this.#left);
      this.wireOctets('client', octets, { from, to: from });
      this.#glued = { line: rest, octets: this.#left };
      this.#left = 0;
      return false;
    }
    if (to - from + 2 > this.#left) {
      this.#left = 0;
      return false;
    }
    this.#left -= to - from + 2;
    this.wire('client', { from, to });
    return true;
  }

  /** Where the rest of the chunk begins, if the reply to the chunk begins at `reply`. */
  #restOfChunk(reply: number): number | undefined {
    const ahead = this.#ahead;
    ahead.move(reply);
    for (let lines = 0; lines < MOST_LINES && ahead.next < this.octets.length; lines++) {
      const from = ahead.next;
      ahead.move(from);
      const { to } = ahead;
      if (to - from > this.#left && COMMAND.test(this.head(from + this.#left, to))) return from;
      if (!isAside(this.head(from, to)) && !looksLikeReply(this.octets, from, to)) return undefined;
    }
    return undefined;
  }
}

function isAside(head: string): boolean {
  return head === '' || /^DEBUG(?: [A-Z]{3,8})?: /.test(head);
}

function eventOf(head: string): LineKind {
  if (!/^DEBUG SMTPS?: /.test(head)) return 'note';
  if (/: trying to connect to host /.test(head)) return 'connect';
  if (/: AUTH \S{1,40} command trace suppressed$/.test(head)) return 'gap';
  if (/: AUTH \S{1,40} succeeded$/.test(head)) return 'authenticated';
  if (/: (?:EOF: |could not connect to host |exception reading response)/.test(head)) return 'lost';
  return 'note';
}
