import { afterBom } from '../dialect/byteOrderMark.ts';
import { lineAt } from '../octets/lineIndex.ts';
import type { Finding } from '../rule/finding.ts';
import { lineEndOf } from '../rule/fixes.ts';
import type { Edit } from '../rule/rule.ts';
import { fileSuppressionsIn, suppressionOf } from '../rule/suppress.ts';
import type { Chunk, Directive, Session } from '../transcript/model.ts';
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
  return comment(chunk, start, `disable-next-line ${finding.rule}`);
}

/** The same for the finding's session: in the comment that is for all of it, or before it. */
export function suppressInSession(chunk: Chunk, finding: Finding): Edit | undefined {
  if (chunk.dialect !== 'smtp') return undefined;
  const session = sessionOf(chunk, finding);
  if (session === undefined) return undefined;
  const known = session.directives.find(directive => {
    return directive.name === 'disable-session' && namesRules(chunk, directive);
  });
  if (known !== undefined) return extended(chunk, known, finding.rule);
  const at = session.greeting?.reply.span.start ?? session.exchanges[0]?.command.line.start;
  if (at === undefined) return undefined;
  const start = chunk.lines.starts[lineAt(chunk.lines, at)] ?? 0;
  return comment(chunk, start, `disable-session ${finding.rule}`);
}

/** The same for the whole file, whose first chunk is to be given: at its beginning. */
export function suppressInFile(first: Chunk, { rule }: Pick<Finding, 'rule'>): Edit | undefined {
  if (first.dialect !== 'smtp' || first.sessions.length === 0) return undefined;
  const known = fileSuppressionsIn(first).find(({ named }) => named.length > 0);
  if (known !== undefined) return extended(first, known.directive, rule);
  return comment(first, 0, `disable-file ${rule}`);
}

function sessionOf({ sessions }: Chunk, { at }: Finding): Session | undefined {
  return sessions.findLast(({ span }) => span.start <= at.start) ?? sessions[0];
}

/** A line of its own, before the line that begins here; a byte order mark stays the first. */
function comment(chunk: Chunk, start: number, text: string): Edit {
  const at = start === 0 ? afterBom(chunk.octets) : start;
  return { at: { start: at, end: at }, text: `# @${text}${lineEndOf({ chunk })}` };
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
        namesRules(chunk, directive) &&
        lineAt(chunk.lines, directive.line.start) === line,
    );
}

/** One that names none is for all rules already. */
function namesRules(chunk: Chunk, directive: Directive): boolean {
  return (suppressionOf(directive, chunk)?.named.length ?? 0) > 0;
}

/** The reason after `--` stays where it is. */
function extended(chunk: Chunk, directive: Directive, rule: string): Edit {
  const last = suppressionOf(directive, chunk)?.named.at(-1);
  const at = last?.at.end ?? directive.valueSpan.start;
  return { at: { start: at, end: at }, text: `, ${rule}` };
}
