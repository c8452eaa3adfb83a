import type { Span } from '../../octets/span.ts';
import type { Exchange, Reply, ReplyLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** A well-formed line of an EHLO reply (RFC 5321 §4.1.1.1). */
export interface OfferedLine {
  readonly line: ReplyLine;
  /** Upper case. */
  readonly keyword: string;
  /** As it stands there. */
  readonly at: Span;
}

const LONGEST = 512;

/** The extension lines of a reply to a hello, the first line and malformed ones left out. */
export function offeredLines(reply: Reply, context: RuleContext): readonly OfferedLine[] {
  return reply.lines.slice(1).flatMap(line => {
    const { start, end } = line.text;
    if (line.code !== reply.code || end - start > LONGEST) return [];
    const text = context.chunk.scanner.latin1(context.chunk.octets, start, end);
    const keyword = /^[A-Za-z0-9][A-Za-z0-9-]*(?=[ \t]|$)/.exec(text)?.[0];
    if (keyword === undefined) return [];
    const at = { start, end: start + keyword.length };
    return [{ line, keyword: keyword.toUpperCase(), at }];
  });
}

/** Where an accepted hello offers this keyword, upper case. */
export function offerIn(
  { replies }: Exchange,
  keyword: string,
  context: RuleContext,
): Span | undefined {
  const lines = replies.flatMap(reply => offeredLines(reply, context));
  return lines.find(line => line.keyword === keyword)?.at;
}
