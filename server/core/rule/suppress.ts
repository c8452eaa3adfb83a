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

/** Is the finding switched off by a comment: on the line above, for the session, for the file? */
export function suppressed(
  chunk: Chunk,
  session: Session,
  finding: Finding,
  file: Suppressions | undefined,
): boolean {
  if (file && names(file, finding)) return true;
  return session.directives.some(directive => {
    if (!covers(chunk, directive, finding)) return false;
    return names(suppressedIds(directive), finding);
  });
}

function covers(chunk: Chunk, directive: Directive, finding: Finding): boolean {
  if (directive.name === 'disable-session' || directive.name === 'disable-file') return true;
  if (directive.name !== 'disable-next-line') return false;
  return lineAt(chunk.lines, finding.at.start) === lineAt(chunk.lines, directive.line.start) + 1;
}

function names(ids: Suppressions, finding: Finding): boolean {
  return ids.has('all') || ids.has(finding.rule);
}
