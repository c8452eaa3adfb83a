import { visibleOf } from '../core/octets/visible.ts';
import type { Span } from '../core/octets/span.ts';
import { verbOf } from '../core/smtp/verbs.ts';
import { sourceLineOf } from '../core/transcript/sourcePlace.ts';
import type { Exchange, Reply } from '../core/transcript/model.ts';
import type { DiffSide, Excerpt } from './model.ts';

/** Characters of a line that are shown. */
const LONGEST = 200;

/** Text of a side as it may be shown: cut, visible, without secrets. */
export function shownText(side: DiffSide, { start, end }: Span): string {
  const { octets, scanner } = side.chunk;
  const text = scanner.utf8(octets, start, Math.min(end, start + 4 * LONGEST));
  const clean = visibleOf(side.clean(text));
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}

/** A reply's line, the first or the one with this index; null where it has fewer. */
export function replyExcerpt(side: DiffSide, reply: Reply, index = 0): Excerpt | null {
  const more = index === 0 ? reply.lines.length - 1 : 0;
  return replyLineExcerpt(side, reply, { index, more });
}

/** A reply's line, and how many more are meant; null where it has fewer. */
export function replyLineExcerpt(
  side: DiffSide,
  reply: Reply,
  { index, more }: { readonly index: number; readonly more: number },
): Excerpt | null {
  const line = reply.lines[index];
  if (line === undefined) return null;
  const rest = more > 0 ? ` (and ${String(more)} more)` : '';
  return { line: lineOf(side, line.line.start), text: shownText(side, line.span) + rest };
}

/** A command; of AUTH no more than the mechanism, of what nobody knows no argument. */
export function commandExcerpt(side: DiffSide, exchange: Exchange): Excerpt {
  const { command } = exchange;
  const line = lineOf(side, command.line.start);
  const text = shownText(side, command.span);
  if (command.verb === 'AUTH') {
    const [verb = '', mechanism = '', ...more] = text.split(/[ \t]+/);
    return { line, text: [verb, mechanism, more.length > 0 ? '…' : ''].join(' ').trimEnd() };
  }
  if (verbOf(command.verb) !== undefined) return { line, text };
  const verb = shownText(side, command.verbSpan);
  return { line, text: command.argument.end > command.argument.start ? `${verb} …` : verb };
}

/** The physical line (1-based) of an offset in the chunk. */
export function lineOf({ chunk, firstLine }: DiffSide, offset: number): number {
  return firstLine + sourceLineOf(chunk, offset);
}
