import { bufferOf } from '../bufferOf.ts';

/** Longest reply line with its end, in octets; RFC 5321 §4.5.3.1.5 asks for 512. */
export const LINE_LIMIT = 64 * 1024;

/** Longest whole reply, in octets. */
export const REPLY_LIMIT = 1024 * 1024;

/** A reply off the wire; `octets` are all its lines with their ends. */
export interface LiveReply {
  readonly kind: 'reply';
  /** That of the last line, as every client reads it. */
  readonly code: number;
  /** A code of the lines before that is another one, against RFC 5321 §4.2.1; else absent. */
  readonly otherCode?: number;
  readonly octets: Uint8Array;
}

/** What the octets so far amount to. */
export type ReadResult =
  | LiveReply
  | { readonly kind: 'more' }
  | { readonly kind: 'garbage'; readonly octets: Uint8Array }
  | { readonly kind: 'too-large'; readonly what: 'line' | 'reply' };

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const HYPHEN = 0x2d;
/** A line end that is so near is found faster than somebody who finds it is called. */
const NEAR = 64;
const MORE: ReadResult = { kind: 'more' };

/**
 * Cuts a stream of octets into replies (RFC 5321 §4.2.1), the same ones however it was chopped up.
 * Octets are looked at once, kept in place, and never changed after they were handed out. A line may
 * end in a bare LF: what a server means is then still clear.
 */
export class ReplyReader {
  #octets: Buffer = Buffer.alloc(0);
  /** Where the unfinished reply begins, where its unfinished line does, and what was searched. */
  #start = 0;
  #line = 0;
  #searched = 0;
  #end = 0;
  /** Code of the line before in the unfinished reply, and the last one that changed; 0 for none. */
  #before = 0;
  #other = 0;

  /** Octets that no reply was made of. */
  get unread(): number {
    return this.#end - this.#start;
  }

  /** Takes the next octets of the stream. */
  push(octets: Uint8Array): void {
    if (this.unread === 0) {
      this.#octets = bufferOf(octets);
      this.#start = this.#line = this.#searched = 0;
      this.#end = octets.length;
      return;
    }
    if (this.#end + octets.length > this.#octets.length) this.#grow(octets.length);
    this.#octets.set(octets, this.#end);
    this.#end += octets.length;
  }

  /** The next whole reply, or why there is none. */
  next(): ReadResult {
    for (;;) {
      const end = this.#lineFeed();
      const lineEnd = end === -1 ? this.#end : end + 1;
      if (lineEnd - this.#line > LINE_LIMIT) return { kind: 'too-large', what: 'line' };
      if (lineEnd - this.#start > REPLY_LIMIT) return { kind: 'too-large', what: 'reply' };
      if (end === -1) {
        this.#searched = this.#end;
        return MORE;
      }
      const result = this.#takeLine(lineEnd);
      if (result) return result;
    }
  }

  #lineFeed(): number {
    const octets = this.#octets;
    const near = Math.min(this.#end, this.#searched + NEAR);
    for (let at = this.#searched; at < near; at += 1) if (octets[at] === LF) return at;
    if (near === this.#end) return -1;
    const isFull = this.#end === octets.length;
    return (isFull ? octets : octets.subarray(0, this.#end)).indexOf(LF, near);
  }

  /** What an unfinished line looks like, for the message when no more comes. */
  partial(): 'nothing' | 'reply' | 'garbage' {
    if (this.unread === 0) return 'nothing';
    const line = this.#octets.subarray(this.#line, this.#end);
    return line.every((octet, at) => at > 3 || mayStandAt(octet, at)) ? 'reply' : 'garbage';
  }

  /** The octets of the unfinished reply. */
  rest(): Uint8Array {
    return this.#octets.subarray(this.#start, this.#end);
  }

  #takeLine(lineEnd: number): ReadResult | null {
    const from = this.#line;
    this.#line = this.#searched = lineEnd;
    const code = codeAt(this.#octets, from);
    if (code === 0) return { kind: 'garbage', octets: this.#octets.subarray(from, lineEnd) };
    if (this.#before !== 0 && this.#before !== code) this.#other = this.#before;
    this.#before = code;
    if (this.#octets[from + 3] === HYPHEN) return null;
    const isAll = this.#start === 0 && lineEnd === this.#octets.length;
    const octets = isAll ? this.#octets : this.#octets.subarray(this.#start, lineEnd);
    const otherCode = this.#other;
    this.#start = lineEnd;
    this.#before = this.#other = 0;
    if (otherCode === 0) return { kind: 'reply', code, octets };
    return { kind: 'reply', code, otherCode, octets };
  }

  /** Moves the unfinished reply to a larger place; the old one may still be shown by an event. */
  #grow(more: number): void {
    const kept = this.#octets.subarray(this.#start, this.#end);
    const grown = Buffer.allocUnsafe(Math.max(4096, 2 * (kept.length + more)));
    grown.set(kept);
    this.#octets = grown;
    this.#line -= this.#start;
    this.#searched -= this.#start;
    this.#end = kept.length;
    this.#start = 0;
  }
}

/** The code of a line, 0 where it is no reply's. Every line ends in LF: no digit is one. */
function codeAt(octets: Uint8Array, from: number): number {
  let code = 0;
  for (let at = 0; at < 3; at += 1) {
    const octet = octets[from + at] ?? LF;
    if (!mayStandAt(octet, at)) return 0;
    code = code * 10 + octet - 0x30;
  }
  return mayStandAt(octets[from + 3] ?? 0, 3) ? code : 0;
}

/** Three digits, the first 1 to 5, then a space, a hyphen or the end of the line. */
function mayStandAt(octet: number, at: number): boolean {
  if (at === 3) return octet === SPACE || octet === HYPHEN || octet === CR || octet === LF;
  return at === 0 ? octet >= 0x31 && octet <= 0x35 : octet >= 0x30 && octet <= 0x39;
}
