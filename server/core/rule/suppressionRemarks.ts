import type { Span } from '../octets/span.ts';
import type { Chunk, Directive } from '../transcript/model.ts';
import { directiveInvalid } from './consistency/directive-invalid.ts';
import { unusedSuppression } from './consistency/unused-suppression.ts';
import type { Finding } from './finding.ts';
import { RULES } from './registry.ts';
import type { Fix, Severity } from './rule.ts';
import { ALL, UNUSED } from './suppress.ts';
import type { NamedRule, Suppression, Suppressor } from './suppress.ts';

/** A comment that switches off what nobody found. */
export interface Unused {
  readonly suppression: Suppression;
  /** The names without effect; empty where it names none at all. */
  readonly names: readonly NamedRule[];
}

/** What was looked for, so that nothing is said about rules that had no say. */
export interface Judged {
  /** The severity of each rule that is on. */
  readonly levels: ReadonlyMap<string, Severity>;
  readonly options: { readonly fileOctets?: boolean };
}

/** The same, and what every rule would find, whatever the options say. */
export interface JudgedSession extends Judged {
  readonly others: () => readonly Finding[];
}

/** What is to be said about the comments of a session, now that they were applied. */
export function remarksOn(
  chunk: Chunk,
  suppressor: Suppressor,
  judged: JudgedSession,
): readonly Finding[] {
  const { levels } = judged;
  const wrong = levels.get(directiveInvalid.id);
  const unused = levels.get(UNUSED);
  const findings: Finding[] = [];
  if (wrong !== undefined) {
    for (const { directive } of suppressor.misplaced) {
      findings.push(invalidFinding(directive, wrong, MISPLACED));
    }
    for (const suppression of suppressor.own) {
      if (suppressor.hasTarget(suppression)) continue;
      findings.push(invalidFinding(suppression.directive, wrong, NO_TARGET));
    }
  }
  if (unused !== undefined) {
    for (const each of unusedIn(suppressor, judged)) {
      findings.push(unusedFinding(chunk, each, unused));
    }
  }
  return findings;
}

const NO_TARGET = '@disable-next-line stands above no line';
const MISPLACED =
  '@disable-file belongs to the first session of a file; here it counts for its session only';

function invalidFinding({ nameSpan }: Directive, severity: Severity, fault: string): Finding {
  const { id, message } = directiveInvalid;
  const values = { fault };
  return {
    rule: id,
    severity,
    at: nameSpan,
    template: message,
    values,
    related: [],
    fix: undefined,
  };
}

/** The comments of a session that had no effect. */
function unusedIn(suppressor: Suppressor, judged: JudgedSession): readonly Unused[] {
  let reached: ((suppression: Suppression) => boolean) | undefined;
  const isForNothing = (suppression: Suppression): boolean => {
    if (suppressor.isUsed(suppression)) return false;
    reached ??= suppressor.reaching(judged.others());
    return !reached(suppression);
  };
  return suppressor.own.flatMap(suppression => {
    const { named } = suppression;
    if (!suppressor.hasTarget(suppression)) return [];
    if (named.length === 0) return isForNothing(suppression) ? [{ suppression, names: [] }] : [];
    const names = named.filter(name => hadSay(name, judged) && !suppressor.isUsed(name));
    return names.length === 0 ? [] : [{ suppression, names }];
  });
}

/** The comments for the whole file that had no effect in any chunk; `used` are the names that had. */
export function unusedForFile(
  suppressions: readonly Suppression[],
  used: ReadonlySet<string>,
  judged: Judged,
): readonly Unused[] {
  const seen = new Set<string>();
  return suppressions.flatMap(suppression => {
    const names = suppression.named.filter(name => {
      const again = seen.has(name.id);
      seen.add(name.id);
      return hadSay(name, judged) && (again || !used.has(name.id));
    });
    if (suppression.named.length === 0) {
      // It may be for a rule that is off here: then nobody looked.
      const sure = judged.levels.size === RULES.length && !used.has(ALL);
      return sure ? [{ suppression, names }] : [];
    }
    return names.length === 0 ? [] : [{ suppression, names }];
  });
}

/** The rule was asked, and about all that it judges by. */
function hadSay({ id }: NamedRule, { levels, options }: Judged): boolean {
  if (id === UNUSED || !levels.has(id)) return false;
  return options.fileOctets === true || !NEEDS_FILE.has(id);
}

const NEEDS_FILE = new Set(RULES.filter(({ needs }) => needs === 'file').map(({ id }) => id));

/** The finding about it, with the fix that takes out what has no effect. */
export function unusedFinding(chunk: Chunk, unused: Unused, severity: Severity): Finding {
  const { suppression, names } = unused;
  const { directive } = suppression;
  const rules = names.map(({ id }) => id).join(', ');
  return {
    rule: UNUSED,
    severity,
    at: {
      start: names[0]?.at.start ?? directive.nameSpan.start,
      end: names.at(-1)?.at.end ?? directive.nameSpan.end,
    },
    template: unusedSuppression.message,
    values: { rules: rules === '' ? 'any rule' : rules, where: PLACES[suppression.scope] },
    related: [],
    fix: chunk.origin === undefined ? fixOf(chunk, unused) : undefined,
  };
}

const PLACES = { line: 'on the next line', session: 'in this session', file: 'in this file' };

/** A comment is no protocol text; but what a person wrote as a reason is not thrown away unasked. */
function fixOf(chunk: Chunk, { suppression, names }: Unused): Fix {
  const { named, reason, directive } = suppression;
  const idle = new Set(names);
  const kept = named.filter(name => !idle.has(name));
  if (kept.length === 0) {
    const at = withLineEnd(chunk, directive.line);
    const safe = named.length > 0 && reason === '';
    return { title: 'Remove the comment', safe, edits: [{ at, text: '' }] };
  }
  const at = { start: named[0]?.at.start ?? 0, end: named.at(-1)?.at.end ?? 0 };
  const text = kept.map(({ id }) => id).join(', ');
  return { title: 'Remove the names without effect', safe: true, edits: [{ at, text }] };
}

function withLineEnd({ octets }: Chunk, { start, end }: Span): Span {
  let to = end;
  if (octets[to] === 13) to++;
  if (octets[to] === 10) to++;
  return { start, end: to };
}
