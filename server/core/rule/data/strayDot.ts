import type { ContentLine } from '../../transcript/contentLines.ts';
import { contentOctets } from '../../transcript/contentLines.ts';
import { lastContentLines } from '../../transcript/contentParts.ts';
import type { Content, Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

const DOT = 46;
const CRLF = 2;
/** A dot and its line end. */
const DOT_LINE = 1 + CRLF;

/**
 * The line with a lone dot after a BDAT chunk that is complete without it: an end mark where there
 * is none (RFC 3030 §2). Undefined where the count has it, as content may hold such a line.
 */
export function strayDotOf(
  context: RuleContext,
  content: Content,
  exchange: Exchange,
): ContentLine | undefined {
  if (content.how !== 'bdat' || !content.shown || exchange.command.raw) return undefined;
  const { chunk } = context;
  const [last] = lastContentLines(chunk, content, 1);
  if (last === undefined || last.raw || last.end - last.start !== 1) return undefined;
  if (chunk.octets[last.start] !== DOT) return undefined;
  const announced = /^\d{1,15}(?=\s|$)/.exec(context.text(exchange.command.argument))?.[0];
  const octets = contentOctets(chunk, content);
  if (announced === undefined || octets === null) return undefined;
  const without = octets - DOT_LINE;
  // A text cannot show whether the line before the dot has its CRLF.
  return without === Number(announced) || without - CRLF === Number(announced) ? last : undefined;
}
