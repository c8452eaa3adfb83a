import { lineAt, lineEndAt } from '../../octets/lineIndex.ts';
import type { Span } from '../../octets/span.ts';
import { verbOf } from '../../smtp/verbs.ts';
import { oddEndsOf } from '../../transcript/fileLineEnds.ts';
import type { Chunk, Content } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

const NUL = 0;
const LF = 10;
const CR = 13;
const DOT = 46;
const LETTER_C = 67;
const BACKSLASH = 92;
const LONGEST_VERB = 16;

/** What some servers take for the end of the data. */
export interface Sequence {
  readonly at: Span;
  readonly seq: string;
  /** A command stands behind it. */
  readonly smuggles: boolean;
}

/** Where the octets of the file itself put a dot between line ends that are not both CRLF. */
export function* sequencesInFile(context: RuleContext, content: Content): Generator<Sequence> {
  const { chunk, session, fileOctets } = context;
  if (!fileOctets) return;
  const { start, end } = content.span;
  const near = oddEndsOf(chunk, session).filter(({ at }) => at >= start - 1 && at <= end + 1);
  const odd = near.map(({ at }) => lineAt(chunk.lines, at));
  const lines = new Set([
    ...odd.flatMap(line => [line, line + 1]),
    ...linesWithNul(chunk, content),
  ]);
  for (const line of [...lines].sort((a, b) => a - b)) {
    const found = sequenceOn(chunk, content, line);
    if (found !== undefined) yield found;
  }
}

const MOST = 100;

/** A NUL before the dot hides it from some servers and not from others. */
function* linesWithNul(chunk: Chunk, content: Content): Generator<number> {
  if (chunk.dialect !== 'smtp' || chunk.origin !== undefined) return;
  const { octets, scanner, lines } = chunk;
  let at = content.span.start;
  for (let left = MOST; left > 0; left--) {
    at = scanner.indexOf(octets, NUL, at, content.span.end);
    if (at < 0) return;
    yield lineAt(lines, at);
    at++;
  }
}

function sequenceOn(chunk: Chunk, content: Content, line: number): Sequence | undefined {
  const { octets, lines } = chunk;
  const from = lines.starts[line];
  if (from === undefined || line + 1 >= lines.count) return undefined;
  if (octets[from] === LETTER_C && octets[from + 1] === BACKSLASH) return undefined;
  const to = lineEndAt(octets, lines, line);
  const start = content.clothes(octets, from, to);
  if (start < 0 || from < content.span.start || from > content.span.end) return undefined;
  const hidden = octets[start] === NUL ? '\0' : '';
  const dot = start + hidden.length;
  if (octets[dot] !== DOT || dot + 1 !== to) return undefined;
  const before = endBefore(octets, from);
  const next = lines.starts[line + 1] ?? to;
  const after = endBefore(octets, next);
  if (before === '\r\n' && after === '\r\n' && hidden === '') return undefined;
  return {
    at: { start, end: next },
    seq: sequenceName(`${before}${hidden}.${after}`),
    smuggles: isCommandAt(chunk, next),
  };
}

/** The line end right before an offset where a line begins. */
function endBefore(octets: Uint8Array, at: number): string {
  if (octets[at - 1] !== LF) return octets[at - 1] === CR ? '\r' : '\r\n';
  return octets[at - 2] === CR ? '\r\n' : '\n';
}

function isCommandAt({ octets, scanner }: Chunk, at: number): boolean {
  const text = scanner.latin1(octets, at, Math.min(octets.length, at + LONGEST_VERB));
  const word = /^(?:C: ?)?([A-Za-z]{4,8})(?![A-Za-z])/.exec(text)?.[1];
  return word !== undefined && verbOf(word) !== undefined;
}

/** Octets around a dot as messages name them: `<LF>.<CRLF>`. */
export function sequenceName(sequence: string): string {
  return sequence
    .replaceAll('\r\n', '<CRLF>')
    .replaceAll('\r', '<CR>')
    .replaceAll('\n', '<LF>')
    .replaceAll('\0', '<NUL>');
}
