import { BareReader } from './bareReader.ts';
import type { Dialect, LineContext, LineKind } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import type { Scanner } from '../octets/scanner.ts';
import { terminalTalk } from './terminalTalk.ts';

/**
 * openssl s_client: what it prints of certificate and session, then the dialogue over TLS, with
 * session tickets between. EHLO and STARTTLS of its own are not shown, only the last line of the
 * reply to EHLO.
 */
export const opensslClient: Dialect = {
  id: 'openssl-s_client',
  label: 'openssl s_client',
  description: 'openssl s_client, on a terminal or with piped input (then replies alone).',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    const dump =
      /^(?:CONNECTED\([0-9A-Fa-f]{8}\)|depth=\d)/m.test(sample) &&
      /^(?:verify return:\d|SSL handshake has read |read R BLOCK|Certificate chain)/m.test(sample);
    if (!dump) return NO_EVIDENCE;
    const spoken = /^(?:220|250|235|354|221|421|5\d\d)[ -]/m.test(sample);
    return spoken ? { certainty: 0.95, why: 'what openssl prints, and replies' } : NO_EVIDENCE;
  },
  open: (octets, scanner) => new OpensslReader(octets, scanner),
};

const CONNECTED = /^CONNECTED\([0-9A-Fa-f]{8}\)$/;

class OpensslReader extends BareReader {
  /** Certificates and session data; the dialogue goes on at a reply. */
  #dump = false;
  /** `---` was the line before. */
  #ruled = false;
  #begun = false;
  #kept = false;
  #secured = false;

  constructor(octets: Uint8Array, scanner: Scanner) {
    super(octets, scanner, {
      aside: head => terminalTalk(head) ?? opensslTalk(head),
      farewell: head => (opensslTalk(head) === 'lost' ? 'lost' : undefined),
      terminal: 'screen',
    });
  }

  protected override decode(from: number, to: number, context: LineContext): undefined {
    const head = this.head(from, to);
    if (this.#isDump(head, to, context)) {
      const opens = CONNECTED.test(head);
      this.event(opens ? 'connect' : to > from ? 'note' : 'blank', from, to);
      return;
    }
    // The line before the dialogue that openssl kept of the reply to its EHLO came in the clear.
    if (!this.#secured && !this.#isKept(head, to)) {
      this.event('tls', from, from);
      this.#secured = true;
    }
    super.decode(from, to, context);
  }

  #isDump(head: string, to: number, context: LineContext): boolean {
    // Another connection, by another call.
    if (CONNECTED.test(head) && !context.inContent) this.#begun = false;
    const ruled = this.#ruled;
    this.#ruled = head === '---';
    if (!this.#begun) {
      this.#begun = /^\d{3}(?:[ -]|$)/.test(head);
      return !this.#begun;
    }
    if (this.#dump) {
      const ends = head === 'read R BLOCK' || (ruled && /^\d{3}(?:[ -]|$)/.test(head));
      if (ends) this.#dump = false;
      return !ends || head === 'read R BLOCK';
    }
    if (head === '---') this.#dump = /^Post-Handshake |^SSL-Session:/.test(this.#after(to));
    return this.#dump || (!context.inContent && /^(?:---|read R BLOCK)$/.test(head));
  }

  /** `250 …` directly before the dialogue, where the next line is a reply or an EHLO again. */
  #isKept(head: string, to: number): boolean {
    if (this.#kept || !head.startsWith('250 ')) return false;
    this.#kept = true;
    return !/^(?:MAIL|RCPT|DATA|AUTH)\b/i.test(this.#after(to));
  }

  /** How the line after the one that ends at `to` begins. */
  #after(to: number): string {
    return this.head(to, this.octets.length, 24).replace(/^\r{0,4}\n/, '');
  }
}

function opensslTalk(head: string): LineKind | undefined {
  if (/^(?:DONE|closed)$/.test(head)) return 'close';
  if (/^read:errno=\d/.test(head) || /^[0-9A-F]{8,16}:error:/.test(head)) return 'lost';
  return /^(?:depth=\d|verify (?:return|error):|RENEGOTIATING|KEYUPDATE|read R BLOCK|DONE)/.test(
    head,
  )
    ? 'note'
    : undefined;
}
