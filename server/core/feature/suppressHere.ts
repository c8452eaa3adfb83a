import { lineAt } from '../octets/lineIndex.ts';
import type { Finding } from '../rule/finding.ts';
import type { Edit } from '../rule/rule.ts';
import type { Chunk, Directive } from '../transcript/model.ts';
import { placeAt } from './placeAt.ts';

/**
 * The edit that switches the rule off for the finding's line, or undefined where no comment can be
 * written: in another program's log, and inside content without marks, where `#` is content. A
 * comment that stands there already is extended.
 */
export function suppressHere(chunk: Chunk, finding: Finding): Edit | undefined {
  if (chunk.dialect !== 'smtp') return undefined;
  const line = lineAt(chunk.lines, finding.at.start);
  const start = chunk.lines.starts[line] ?? 0;
  if (isBareContent(chunk, start)) return undefined;
  const above = directiveOn(chunk, line - 1);
  if (above !== undefined) return extended(chunk, above, finding.rule);
  const text = `# @disable-next-line ${finding.rule}${lineEndOf(chunk)}`;
  return { at: { start, end: start }, text };
}

/** The dialect's own judgement: is a line that begins with `#` content here? */
function isBareContent(chunk: Chunk, start: number): boolean {
  const place = placeAt(chunk, start);
  if (place?.kind !== 'content') return false;
  return place.content.clothes(chunk.scanner.encode('# note'), 0, 6) >= 0;
}

function directiveOn(chunk: Chunk, line: number): Directive | undefined {
  if (line < 0) return undefined;
  return chunk.sessions
    .flatMap(session => session.directives)
    .find(
      directive =>
        directive.name === 'disable-next-line' &&
        directive.value !== '' &&
        lineAt(chunk.lines, directive.line.start) === line,
    );
}

/** The reason after `--` stays where it is. */
function extended(chunk: Chunk, directive: Directive, rule: string): Edit {
  const ids = directive.value.split(/\s*--(?:\s|$)/, 1)[0] ?? '';
  const at = directive.valueSpan.start + chunk.scanner.encode(ids).length;
  return { at: { start: at, end: at }, text: `, ${rule}` };
}

function lineEndOf({ octets, scanner }: Chunk): string {
  const first = scanner.indexOf(octets, 10, 0, octets.length);
  return first > 0 && octets[first - 1] === 13 ? '\r\n' : '\n';
}
