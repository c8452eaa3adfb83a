import { lineAt } from '../octets/lineIndex.ts';
import type { Chunk, Directive, Session } from '../transcript/model.ts';
import type { Finding } from './finding.ts';

/** Rule ids a comment switches off; 'all' for every rule. */
export type Suppressions = ReadonlySet<string>;

/** The rule ids of a `# @disable-… a, b -- reason` directive; none named means all. */
export function suppressedIds(directive: Directive): Suppressions {
  const [ids = ''] = directive.value.split(/\s--(?:\s|$)/);
  const named = ids.split(/[\s,]+/).filter(id => id !== '' && id !== '--');
  return new Set(named.length === 0 ? ['all'] : named);
}

/** What the `# @disable-file` comments of a chunk switch off in the whole file. */
export function fileSuppressionsOf(chunk: Chunk): Suppressions {
  const ids = chunk.sessions
    .flatMap(session => session.directives)
    .filter(directive => directive.name === 'disable-file')
    .flatMap(directive => [...suppressedIds(directive)]);
  return new Set(ids);
}

/** Tells which findings of a session its comments, or the file's, switch off. */
export function suppressorOf(
  chunk: Chunk,
  session: Session,
  file: Suppressions | undefined,
): (finding: Finding) => boolean {
  const everywhere: Suppressions[] = file === undefined ? [] : [file];
  const byLine = new Map<number, Suppressions>();
  for (const directive of session.directives) {
    if (directive.name === 'disable-session' || directive.name === 'disable-file') {
      everywhere.push(suppressedIds(directive));
    } else if (directive.name === 'disable-next-line') {
      byLine.set(lineAt(chunk.lines, directive.line.start) + 1, suppressedIds(directive));
    }
  }
  const whole: Suppressions = new Set(everywhere.flatMap(ids => [...ids]));
  return finding =>
    names(whole, finding) ||
    (byLine.size > 0 && names(byLine.get(lineAt(chunk.lines, finding.at.start)), finding));
}

function names(ids: Suppressions | undefined, finding: Finding): boolean {
  return ids !== undefined && (ids.has('all') || ids.has(finding.rule));
}
