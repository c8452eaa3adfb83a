import type { Dialect, LineContext, LineKind } from './dialect.ts';
import { DecodingReader } from './decodingReader.ts';
import { isWithinDialogue } from './isWithinDialogue.ts';
import type { PlacedOctets } from './joinedPieces.ts';
import { spells } from './lineRecord.ts';
import { Places } from '../octets/places.ts';

const LF = 10;
const CR = 13;
const SPACE = 32;
/** A folded line is indented by these and one more. */
const FOLD = '    ';
const MOST_FOLDS = 200;

/** Postfix's notices to the postmaster: In: is what the client said, in both kinds of notice. */
export const postfixNotice: Dialect = {
  id: 'postfix-notice',
  aliases: ['postfix-dsn-report'],
  label: 'Postfix notice',
  description: 'Mail from Postfix to the postmaster with "Transcript of session follows."',
  hides: ['content', 'tls'],
  interleaves: false,
  whole: false,
  probe(sample) {
    const opening = /^Transcript of session follows\.\r?$/m.exec(sample);
    if (opening !== null && /^ (?:Out|In): /m.test(sample)) {
      const certainty = isWithinDialogue(sample, opening.index) ? 0.3 : 1;
      return { certainty, why: 'In: and Out: of a Postfix notice' };
    }
    if (/^ Out: [2-5]\d\d[ -]/m.test(sample)) {
      return { certainty: /^ In: {2}/m.test(sample) ? 0.9 : 0.6, why: 'In: and Out:' };
    }
    const report = /^X-Postfix-Queue-ID: /m.exec(sample);
    const within = report !== null && isWithinDialogue(sample, report.index);
    if (report !== null && !within && /^Final-Recipient: /m.test(sample))
      return { certainty: 0.6, why: 'a delivery report of Postfix' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new NoticeReader(octets, scanner),
};

class NoticeReader extends DecodingReader {
  /** Within the transcript; undefined where the stretch began without saying. */
  #within: boolean | undefined;
  #isClient = false;

  protected decode(from: number, to: number, context: LineContext): number | undefined {
    const mark = this.#mark(from);
    if (mark !== undefined && this.#within !== false) {
      this.#within = true;
      return this.#said(mark, { from, to }, context);
    }
    if (this.octets[from] !== SPACE) this.#prose(from, to);
    return undefined;
  }

  #mark(from: number): { party: 'client' | 'server'; start: number } | undefined {
    if (this.octets[from] !== SPACE) return undefined;
    if (spells(this.octets, from, ' In:  ')) return { party: 'client', start: from + 6 };
    if (spells(this.octets, from, ' Out: ')) return { party: 'server', start: from + 6 };
    return undefined;
  }

  #said(
    { party, start }: { party: 'client' | 'server'; start: number },
    { from, to }: { from: number; to: number },
    context: LineContext,
  ): number | undefined {
    const begin = Math.min(start, to);
    const folds = this.#folds(to);
    if (folds.length === 0) {
      const stands = party === 'client' && this.#standsForContent(begin, to, context);
      if (stands) this.event('hidden-content', from, to);
      else this.wire(party, { from: begin, to });
      return undefined;
    }
    const end = folds.at(-1)?.to ?? to;
    const { octets, places } = this.#joined([{ from: begin, to }, ...folds]);
    this.wireOctets(party, octets, { from: begin, to: end, places });
    return this.#after(end);
  }

  /** The client's notice has the dot that ended the message; the server's has a text in its place. */
  #standsForContent(from: number, to: number, context: LineContext): boolean {
    if (to - from === 1 && this.octets[from] === 46) return this.#isClient || context.inContent;
    return spells(this.octets, from, '<message content');
  }

  /** Further parts of a line that Postfix folded at a blank. */
  #folds(to: number): { from: number; to: number }[] {
    const folds: { from: number; to: number }[] = [];
    let at = this.#after(to);
    while (folds.length < MOST_FOLDS && spells(this.octets, at, FOLD)) {
      let from = at;
      while (this.octets[from] === SPACE) from++;
      const end = this.#endOfLine(from);
      if (end === from) break;
      folds.push({ from, to: end });
      at = this.#after(end);
    }
    return folds;
  }

  #joined(parts: readonly { readonly from: number; readonly to: number }[]): PlacedOctets {
    const size = parts.reduce((sum, { from, to }) => sum + to - from + 1, 1);
    const octets = new Uint8Array(size);
    const places = new Places();
    let at = 0;
    for (const { from, to } of parts) {
      octets.set(this.octets.subarray(from, to), at);
      places.add(at, from, to - from, 1);
      at += to - from;
      places.add(at, to, 0, 0);
      octets[at++] = SPACE;
    }
    octets[at - 1] = CR;
    octets[at] = LF;
    return { octets, places };
  }

  #endOfLine(from: number): number {
    const feed = this.scanner.indexOf(this.octets, LF, from, this.octets.length);
    let end = feed < 0 ? this.octets.length : feed;
    while (end > from && this.octets[end - 1] === CR) end--;
    return end;
  }

  /** Where the line after the one that ends at `to` begins. */
  #after(to: number): number {
    let at = to;
    while (this.octets[at] === CR) at++;
    return this.octets[at] === LF ? at + 1 : at;
  }

  #prose(from: number, to: number): void {
    if (from === to) return;
    const head = this.head(from, to, 80);
    if (head.startsWith('Transcript of session follows.')) {
      this.#within = true;
      this.event('boundary', from, to);
    } else if (head.startsWith('Session aborted, reason: ')) {
      if (this.#within === true) this.event(abortOf(head), from, to);
      this.#within = false;
    } else if (/^(?:From |For other details|--|[A-Za-z][\w-]{1,40}: )/.test(head)) {
      this.#within = false;
      if (head.startsWith('From ')) this.#isClient = false;
      if (head.startsWith('Subject: Postfix ')) this.#isClient = head.includes(' client: ');
    } else if (head.startsWith('Unexpected response from ')) this.#isClient = true;
  }
}

function abortOf(head: string): LineKind {
  if (head.includes('timeout')) return 'timeout';
  return head.includes('lost connection') ? 'lost' : 'note';
}
