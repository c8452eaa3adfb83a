import type { Profile } from '../../server/core/rule/run.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { judge, optionsFor } from './judge.ts';
import type { Verdict } from './judge.ts';
import { mutantsOf } from './mutate.ts';
import type { Mutator } from './mutator.ts';
import type { Session } from './session.ts';

/** How the mutants of one mutator were judged. */
export interface Score {
  readonly mutator: Mutator;
  readonly mutants: number;
  readonly wrong: readonly Verdict[];
  /** Findings of other rules that came with the fault, of those that the mutator names. */
  readonly besides: ReadonlySet<string>;
}

/** How many mutants of which sessions, under which profile. */
export interface Trial {
  readonly sessions: readonly Session[];
  readonly profile: Profile;
  readonly most: number;
}

/** Makes and judges the mutants of one mutator; undefined where its rule is off. */
export function scoreOf(mutator: Mutator, { sessions, profile, most }: Trial): Score | undefined {
  const options = optionsFor(mutator.rule, profile);
  if (options === undefined) return undefined;
  const verdicts = mutantsOf(mutator, sessions, most).map(({ session, mutant }) => {
    return judge(mutator, session, mutant, options);
  });
  const wrong = verdicts.filter(({ problems }) => problems.length > 0);
  const besides = new Set(verdicts.flatMap(verdict => verdict.besides));
  return { mutator, mutants: verdicts.length, wrong, besides };
}

/** How many of its mutants may be judged wrong. */
export function allowedFor({ rule, what }: Mutator): number {
  return EXCEPTIONS.find(one => one.rule === rule && one.what === what)?.most ?? 0;
}

/** What a person needs to see of a mutant that was judged wrong. */
export function describeWrong({ mutator, wrong }: Score): string {
  return wrong
    .map(({ session, text, line, problems }) => {
      const lines = text.split('\n').map((each, at) => {
        return `${at + 1 === line ? '>' : ' '} ${String(at + 1)} ${each.slice(0, 100)}`;
      });
      const near = lines.slice(Math.max(0, line - 6), line + 5);
      const head = `${mutator.rule} (${mutator.what}) in ${session}: ${problems.join('; ')}`;
      return [head, ...near].join('\n');
    })
    .join('\n\n');
}
