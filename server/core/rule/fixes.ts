import type { Span } from '../octets/span.ts';
import type { Party } from '../transcript/model.ts';
import type { RuleContext } from './context.ts';
import type { Edit, Fix } from './rule.ts';

/** A line to insert: who says it and what. */
export type NewLine = readonly [party: Party, text: string];

/** Replaces a span by protocol text the client sends; the meaning stays the same. */
export function safeFix(title: string, at: Span, text: string): Fix {
  return { title, safe: true, edits: [{ at, text }] };
}

/** Replaces a span where that adds to or changes what was said; offered one by one. */
export function unsafeFix(title: string, at: Span, text: string): Fix {
  return { title, safe: false, edits: [{ at, text }] };
}

/**
 * Inserts whole lines before the physical line that begins at `offset`. Undefined where the dialect
 * has no way to write them: a log is evidence.
 */
export function insertBefore(
  context: RuleContext,
  title: string,
  offset: number,
  lines: readonly NewLine[],
): Fix | undefined {
  const text = dressed(context, lines, offset);
  if (text === undefined) return undefined;
  const at = behindOrderMark(context, offset);
  return { title, safe: false, edits: [{ at: { start: at, end: at }, text }] };
}

/** Inserts whole lines after the physical line whose last octet is before `offset`. */
export function insertAfter(
  context: RuleContext,
  title: string,
  offset: number,
  lines: readonly NewLine[],
): Fix | undefined {
  const text = dressed(context, lines, offset);
  if (text === undefined) return undefined;
  const eol = lineEndOf(context);
  const inserted = eol + text.slice(0, text.length - eol.length);
  return { title, safe: false, edits: [{ at: { start: offset, end: offset }, text: inserted }] };
}

/** Inserts a note of a `.smtp` file after a physical line; undefined in other dialects. */
export function noteAfter(
  context: RuleContext,
  title: string,
  line: Span,
  text: string,
): Fix | undefined {
  if (context.chunk.dialect !== 'smtp') return undefined;
  const at = { start: line.end, end: line.end };
  return { title, safe: false, edits: [{ at, text: `${lineEndOf(context)}${text}` }] };
}

/** Deletes the physical line that the span lies in, its line end included. */
export function deleteLine(context: RuleContext, line: Span): Edit {
  const { octets } = context.chunk;
  let end = line.end;
  if (octets[end] === 13) end++;
  if (octets[end] === 10) end++;
  return { at: { start: behindOrderMark(context, line.start), end }, text: '' };
}

/** A byte order mark is no part of the first line, though nothing stands between them. */
function behindOrderMark({ chunk: { octets } }: RuleContext, offset: number): number {
  const marked = octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf;
  return marked ? Math.max(offset, 3) : offset;
}

/** The lines as this transcript writes them at `offset`, each with its line end. */
function dressed(
  context: RuleContext,
  lines: readonly NewLine[],
  offset: number,
): string | undefined {
  const eol = lineEndOf(context);
  const texts = lines.map(([party, text]) => dress(context, party, text, offset));
  return texts.includes(undefined) ? undefined : texts.map(text => `${text ?? ''}${eol}`).join('');
}

/** A plain reply as this server would say it: with an enhanced code where it offers them. */
export function plainReply({ session }: RuleContext, text: string): string {
  const coded = session.final.capabilities.has('ENHANCEDSTATUSCODES');
  return coded
    ? text.replace(/^(250 OK|221 Bye)$/, whole => `${whole.slice(0, 4)}2.0.0 ${whole.slice(4)}`)
    : text;
}

function dress(
  context: RuleContext,
  party: Party,
  line: string,
  offset: number,
): string | undefined {
  const { chunk } = context;
  const text = party === 'server' ? plainReply(context, line) : line;
  if (chunk.dialect === 'smtp') {
    const marked = firstLineIsMarked(context);
    return marked ? `${party === 'client' ? 'C' : 'S'}: ${text}` : text;
  }
  if (chunk.dialect !== 'swaks') return undefined;
  const arrow = party === 'client' ? [' -> ', ' ~> '] : ['<-  ', '<~  '];
  return `${arrow[isUnderTls(context, offset) ? 1 : 0] ?? ''}${text}`;
}

/** The command that begins at `offset`, else the one before it, was sent under TLS. */
function isUnderTls({ session }: RuleContext, offset: number): boolean {
  const { exchanges } = session;
  let [low, high] = [0, exchanges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((exchanges[middle]?.command.line.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const at = exchanges[low - 1] ?? exchanges[0];
  return at?.before.tls ?? session.tls;
}

function firstLineIsMarked({ session }: RuleContext): boolean {
  const { greeting, exchanges } = session;
  return greeting?.reply.lines[0]?.marked ?? exchanges[0]?.command.marked ?? true;
}

/** How the lines of this transcript end. */
export function lineEndOf({ chunk }: Pick<RuleContext, 'chunk'>): string {
  const first = chunk.scanner.indexOf(chunk.octets, 10, 0, chunk.octets.length);
  return first > 0 && chunk.octets[first - 1] === 13 ? '\r\n' : '\n';
}
