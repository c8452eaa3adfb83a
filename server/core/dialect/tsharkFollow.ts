import { hexOctets } from './hexOctets.ts';
import { Places } from '../octets/places.ts';
import type { Scanner } from '../octets/scanner.ts';
import { StreamReader } from './streamReader.ts';

const TAB = 9;
const WINDOW = 65_536;
const PORTS: ReadonlySet<string> = new Set(['24', '25', '465', '587', '1025', '2025', '2525']);

/** How "Follow TCP stream" shows the octets. */
export type FollowForm = 'ascii' | 'raw' | 'hex';

/** What the beginning of a text must show to be this form of "Follow TCP stream". */
export function followEvidence(sample: string, form: FollowForm): boolean {
  const header = new RegExp(`^Follow: (?:tcp|tls|ssl),${form}\\r*$`, 'm');
  if (!header.test(sample)) return false;
  switch (form) {
    case 'ascii':
      return /^\t?\d{1,9}\r*\n[2-5]\d\d[ -]/m.test(sample);
    case 'raw':
      return /^\t?3[2-5]3\d3\d2[0d]/im.test(sample);
    case 'hex':
      return /^\t?0{8} {1,3}3[2-5] 3\d 3\d 2[0d] /im.test(sample);
  }
}

/**
 * Reads what tshark prints of "Follow TCP stream": blocks of both sides, those of node 1 behind a
 * TAB. Which node is the server follows from who gives the first reply, else from the ports.
 */
export class TsharkFollowReader extends StreamReader {
  readonly #form: FollowForm;
  /** The blocks behind a TAB are the client's. */
  readonly #reversed: boolean;

  constructor(octets: Uint8Array, scanner: Scanner, form: FollowForm) {
    super(octets, scanner);
    this.#form = form;
    this.#reversed = isReversed(scanner.latin1(octets, 0, Math.min(octets.length, WINDOW)), form);
  }

  protected read(from: number, to: number): number | undefined {
    const tab = this.octets[from] === TAB;
    const party = tab === this.#reversed ? 'client' : 'server';
    const start = tab ? from + 1 : from;
    const head = this.head(start, to);
    if (/^Follow: /.test(head)) {
      this.forget();
      this.event('connect', from, to);
      // Decrypted by tshark.
      if (!head.startsWith('Follow: tcp')) this.event('tls', to, to);
      return undefined;
    }
    if (this.#form === 'ascii') return this.#counted(party, head, to);
    const digits = this.#digitsOf(start, to, head);
    if (digits === undefined) return undefined;
    const { octets, places } = hexOctets(digits.text, start + digits.at);
    this.stream(party, octets, { from: start, to, places });
    return undefined;
  }

  #digitsOf(
    start: number,
    to: number,
    head: string,
  ): { readonly text: string; readonly at: number } | undefined {
    if (this.#form === 'hex') {
      const row = /^([0-9a-f]{8} {1,3})((?:[0-9a-f]{2} {1,2}){1,16})/i.exec(
        `${head.slice(0, 80)} `,
      );
      return row === null ? undefined : { text: row[2] ?? '', at: row[1]?.length ?? 0 };
    }
    if (to === start || !/^[0-9a-f]{2}/i.test(head)) return undefined;
    const digits = this.scanner.latin1(this.octets, start, to);
    return /^[0-9a-f]+$/i.test(digits) ? { text: digits, at: 0 } : undefined;
  }

  /** A line that holds the length, then as many octets, then a line end that is tshark's. */
  #counted(party: 'client' | 'server', head: string, to: number): number | undefined {
    const length = /^\d{1,9}$/.test(head) ? Number(head) : -1;
    if (length < 0) return undefined;
    const { octets } = this;
    const from = this.#after(to);
    const exact = from + length;
    if (exact <= octets.length && this.#isBoundary(exact)) {
      this.stream(party, octets.subarray(from, exact), { from, to: exact });
      return this.#after(exact);
    }
    const text = this.#converted(from, length);
    const { places, end } = text;
    this.stream(party, text.octets, { from, to: end, places });
    return end;
  }

  /** After a block comes a line end, and then a length, the closing rule or nothing. */
  #isBoundary(at: number): boolean {
    if (at >= this.octets.length) return true;
    return /^\r?\n(?:\t?\d{1,9}\r?\n|=====|$)/.test(this.head(at, this.octets.length, 24));
  }

  /** The file's line ends were changed, or it is cut off: lines, each with the CRLF it had. */
  #converted(
    from: number,
    length: number,
  ): { readonly octets: Uint8Array; readonly places: Places; readonly end: number } {
    const places = new Places();
    const parts: number[] = [];
    let at = from;
    while (parts.length < length && at < this.octets.length) {
      const feed = this.scanner.indexOf(this.octets, 10, at, this.octets.length);
      const stop = feed < 0 ? this.octets.length : feed;
      const bare = feed > at && this.octets[feed - 1] === 13 ? feed - 1 : stop;
      places.add(parts.length, at, bare - at, 1);
      for (let octet = at; octet < bare && parts.length < length; octet++) {
        parts.push(this.octets[octet] ?? 0);
      }
      if (feed >= 0 && parts.length < length) {
        places.add(parts.length, bare, feed + 1 - bare, 0);
        parts.push(13, 10);
      }
      at = feed < 0 ? stop : feed + 1;
    }
    const end = this.head(at, this.octets.length, 2).startsWith('\n') ? at + 1 : at;
    return { octets: Uint8Array.from(parts.slice(0, length)), places, end };
  }

  #after(to: number): number {
    const feed = this.scanner.indexOf(this.octets, 10, to, this.octets.length);
    return feed < 0 ? this.octets.length : feed + 1;
  }
}

function isReversed(sample: string, form: FollowForm): boolean {
  const reply = FIRST_REPLY[form].exec(sample);
  if (reply !== null) return reply[1] !== '\t';
  const port = /^Node 0: \S{1,60}:(\d{1,5})\r*$/m.exec(sample)?.[1];
  return port !== undefined && PORTS.has(port);
}

/** The first block that reads as a greeting or as the reply to a greeting of the client's. */
const FIRST_REPLY: Readonly<Record<FollowForm, RegExp>> = {
  ascii: /^(\t?)\d{1,9}\r*\n(?:220|250|421|554|521)[ -]/m,
  raw: /^(\t?)(?:323230|323530|343231|353534|353231)2[0d]/im,
  hex: /^(\t?)0{8} {1,3}(?:32 32 30|32 35 30|34 32 31|35 35 34|35 32 31) 2[0d] /im,
};
