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
  const { octets, scanner } = context.chunk;
  const dress = scanner.utf8(octets, line.from, line.start);
  return { at: { start: line.from, end: line.from }, text: `${dress}${text}${lineEnd(context)}` };
}

/** The same after `line`. */
export function contentLineAfter(
  context: RuleContext,
  line: ContentLine,
  text: string,
): Edit | undefined {
  if (line.raw) return undefined;
  const { octets, scanner } = context.chunk;
  const dress = scanner.utf8(octets, line.from, line.start);
  return { at: { start: line.to, end: line.to }, text: `${lineEnd(context)}${dress}${text}` };
}

function lineEnd({ chunk }: RuleContext): string {
  const first = chunk.scanner.indexOf(chunk.octets, 10, 0, chunk.octets.length);
  return first > 0 && chunk.octets[first - 1] === 13 ? '\r\n' : '\n';
}
