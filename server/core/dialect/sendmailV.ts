import type { Dialect, LineContext } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged } from './lineDialect.ts';

const REPLY = /^[2-5]\d\d(?:[ -]|$)/;
const COMMAND = /^>>> (?:EHLO|HELO|LHLO|MAIL From:|RCPT To:|STARTTLS|AUTH |DATA|RSET|QUIT)/im;

/** sendmail -v: `>>> ` client, the server's lines are bare, and so are sendmail's own. */
export const sendmailV: Dialect = lineDialect({
  id: 'sendmail-v',
  label: 'sendmail -v',
  description: 'What sendmail prints with -v when it delivers: ">>> " client, bare replies.',
  hides: ['content', 'tls'],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (/^<<< /m.test(sample)) return { certainty: 0, why: '' };
    const replies = /^[2-5]\d\d[ -]/m.test(sample);
    if (/\.\.\. Connecting to \S{1,255} (?:port \d+ )?via \S{1,40}\.\.\.\r?$/m.test(sample)) {
      return { certainty: replies || COMMAND.test(sample) ? 1 : 0.6, why: 'sendmail connects' };
    }
    if (replies && COMMAND.test(sample)) return { certainty: 0.85, why: '>>> before commands' };
    return { certainty: 0, why: '' };
  },
  judge,
});

function judge(): Judge {
  const awaited = new Awaited();
  return ({ head }, context: LineContext): Judged | undefined => {
    if (head.startsWith('>>> ')) {
      awaited.sent();
      const isDot = head === '>>> .';
      return isDot && !context.inAuth
        ? { kind: 'hidden-content', at: 4 }
        : { kind: 'client', at: 4 };
    }
    if (REPLY.test(head)) {
      const own = awaited.none && OWN_WORDS.test(head);
      if (own) return undefined;
      awaited.received(head);
      return { kind: 'server' };
    }
    if (CONNECTING.test(head)) {
      awaited.connects();
      return { kind: 'boundary' };
    }
    return undefined;
  };
}

const CONNECTING = /\.\.\. Connecting to .{1,300}\.\.\.$/;
/** `550 5.1.1 bob@example.org... User unknown`: what sendmail itself makes of a reply. */
const OWN_WORDS = /^[45]\d\d (?:[45]\.\d{1,3}\.\d{1,3} )?(?:\S{1,300}\.\.\. |Service unavailable)/;

/** Counts the replies that are still to come, which tells them from sendmail's own words. */
class Awaited {
  #count = 1;

  get none(): boolean {
    return this.#count <= 0;
  }

  connects(): void {
    this.#count = 1;
  }

  sent(): void {
    this.#count = Math.max(0, this.#count) + 1;
  }

  received(line: string): void {
    if (line.charAt(3) !== '-') this.#count--;
  }
}
