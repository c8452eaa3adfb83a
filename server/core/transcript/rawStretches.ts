import { unescape } from '../octets/escapes.ts';
import type { Span } from '../octets/span.ts';
import { lineAt, lineEndAt } from '../octets/lineIndex.ts';
import type { Chunk } from './model.ts';

const LF = 10;
const CR = 13;
const BACKSLASH = 92;
const COLON = 58;
const SPACE = 32;

const MARK = Uint8Array.of(BACKSLASH, COLON);

/** Octets that raw lines of one side put on the wire without anything between them. */
export interface RawStretch {
  readonly octets: Uint8Array;
  /** For each octet its offset in the chunk, and one more for the end. */
  readonly origins: readonly number[];
  /** The physical lines. */
  readonly span: Span;
  /** The side's letter, upper case: 67 or 83. */
  readonly letter: number;
}

/**
 * The stretches of raw lines (`C\: `, `S\: `) that begin within a span, in order. Only these show
 * the line ends of the wire; the text of the file is no evidence of them.
 */
export function* rawStretches(chunk: Chunk, within: Span): Generator<RawStretch> {
  const { dialect, origin } = chunk;
  if (dialect !== 'smtp' && dialect !== 'pcap' && origin === undefined) return;
  const { octets, scanner } = chunk;
  let at = within.start;
  while (at < within.end) {
    const mark = scanner.indexOfSequence(octets, MARK, at, within.end);
    if (mark < 0) return;
    const stretch = isRawLine(octets, mark - 1) ? readStretch(chunk, mark - 1) : undefined;
    if (stretch !== undefined) yield stretch;
    at = stretch?.span.end ?? mark + 2;
  }
}

/** A line begins here with `C\:` or `S\:`. */
function isRawLine(octets: Uint8Array, at: number): boolean {
  if (at < 0 || octets[at + 1] !== BACKSLASH || octets[at + 2] !== COLON) return false;
  const before = octets[at - 1];
  if (at > 0 && before !== LF && before !== CR) return false;
  const letter = letterAt(octets, at);
  return letter === 67 || letter === 83;
}

function letterAt(octets: Uint8Array, at: number): number {
  return (octets[at] ?? 0) & ~32;
}

function readStretch(chunk: Chunk, from: number): RawStretch {
  const letter = letterAt(chunk.octets, from);
  const parts: Uint8Array[] = [];
  const origins: number[] = [];
  let end = from;
  let line = lineAt(chunk.lines, from);
  let start: number | undefined = from;
  while (start !== undefined && isRawLine(chunk.octets, start)) {
    if (letterAt(chunk.octets, start) !== letter) break;
    const payload = chunk.octets[start + 3] === SPACE ? start + 4 : start + 3;
    end = lineEndAt(chunk.octets, chunk.lines, line);
    const source = unescape(chunk.octets, Math.min(payload, end), end);
    parts.push(source.octets);
    for (const origin of source.origins.subarray(0, source.octets.length)) origins.push(origin);
    line++;
    start = line < chunk.lines.count ? chunk.lines.starts[line] : undefined;
  }
  origins.push(end);
  return { octets: joined(parts), origins, span: { start: from, end }, letter };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
