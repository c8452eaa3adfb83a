import type { ContentLine } from '../transcript/contentLines.ts';
import type { RuleContext } from './context.ts';
import type { Edit } from './rule.ts';

/**
 * An edit that adds a line of content before `line`, dressed as that line is. Undefined where the
 * line is raw: what it implies is not certain.
 */
export function contentLineBefore(
  context: RuleContext,
  line: ContentLine,
  text: string,
): Edit | undefined {
  if (line.raw) return undefined;
  return {
    at: { start: line.from, end: line.from },
    text: `${dressOf(context, line)}${text}${lineEnd(context)}`,
  };
}

/** The same after `line`. */
export function contentLineAfter(
  context: RuleContext,
  line: ContentLine,
  text: string,
): Edit | undefined {
  if (line.raw) return undefined;
  return {
    at: { start: line.to, end: line.to },
    text: `${lineEnd(context)}${dressOf(context, line)}${text}`,
  };
}

/** What stands before the text of the line; an empty line may lack the blank after its mark. */
function dressOf({ chunk }: RuleContext, { from, start }: ContentLine): string {
  const dress = chunk.scanner.utf8(chunk.octets, from, start);
  return dress.endsWith(':') ? `${dress} ` : dress;
}

function lineEnd({ chunk }: RuleContext): string {
  const first = chunk.scanner.indexOf(chunk.octets, 10, 0, chunk.octets.length);
  return first > 0 && chunk.octets[first - 1] === 13 ? '\r\n' : '\n';
}
