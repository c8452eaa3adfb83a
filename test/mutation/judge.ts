import { levelOf } from '../../server/core/rule/run.ts';
import type { LintOptions, Profile } from '../../server/core/rule/run.ts';
import { RULES } from '../../server/core/rule/registry.ts';
import { lintText } from '../support/lint.ts';
import { textOf } from './line.ts';
import type { Line } from './line.ts';
import type { Mutant, Mutator } from './mutator.ts';
import type { Session } from './session.ts';

/** What the linter had to say about a mutant. */
export interface Verdict {
  readonly session: string;
  readonly text: string;
  /** 1-based line where the fault is. */
  readonly line: number;
  /** What is wrong with what it said; empty where it is right. */
  readonly problems: readonly string[];
  /** Other rules that fired and that the mutator names. */
  readonly besides: readonly string[];
}

const clean = new Map<string, ReadonlySet<string>>();

/** Options under which the rule is switched on. */
export function optionsFor(rule: string, profile: Profile): LintOptions | undefined {
  const found = RULES.find(({ id }) => id === rule);
  if (found === undefined) return undefined;
  const severities = found.strictOnly === true ? { [rule]: found.severity } : {};
  // As on the command line: the octets of a file, none of which an editor has changed.
  const options: LintOptions = { profile, severities, fileOctets: true };
  return levelOf(found, options) === 'off' ? undefined : options;
}

/** The rule fires on the line of the fault, and no other that the mutator does not name. */
export function judge(
  { rule, also = {} }: Mutator,
  session: Session,
  mutant: Mutant,
  options: LintOptions,
): Verdict {
  const text = textOf(mutant.lines);
  const before = findingsOf(session, options);
  const line = mutant.lines.indexOf(mutant.at);
  const found = lintText(text, options).filter(finding => {
    const isNew = !before.has(
      `${finding.rule} ${String(mutant.lines[finding.line]?.origin ?? -1)}`,
    );
    return isNew || (finding.rule === rule && finding.line === line);
  });
  const hit = found.findIndex(finding => finding.rule === rule && finding.line === line);
  const others = found.filter((finding, at) => at !== hit && also[finding.rule] === undefined);
  const besides = found.map(finding => finding.rule).filter(id => also[id] !== undefined);
  const problems = others.map(finding => `also ${finding.rule} on ${String(finding.line + 1)}`);
  if (hit < 0) problems.unshift('not found there');
  return { session: session.name, text, line: line + 1, problems, besides };
}

/** What is said about the clean session itself, information and hints. */
function findingsOf(session: Session, options: LintOptions): ReadonlySet<string> {
  const key = `${session.name} ${JSON.stringify(options)}`;
  const known = clean.get(key);
  if (known !== undefined) return known;
  const lines: readonly Line[] = session.lines;
  const findings = lintText(textOf(lines), options).map(({ rule, line }) => {
    return `${rule} ${String(lines[line]?.origin ?? -1)}`;
  });
  const set = new Set(findings);
  clean.set(key, set);
  return set;
}
