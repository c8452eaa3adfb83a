import { EXCEPTIONS, NOT_IN_CAPTURES, WITHOUT_MUTATOR } from './exceptions.ts';
import type { Score } from './score.ts';

/** docs/rules/mutations.md: every mutator, and how its mutants were judged. */
export function mutationsPage(scores: readonly Score[], ofCaptures: readonly Score[]): string {
  const rows = [...scores].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const rules = new Set(scores.map(({ mutator }) => mutator.rule)).size;
  return `# Mutations

How the linter is tested: sessions without fault are broken in ${String(scores.length)} ways, each of which violates one of ${String(rules)} rules. The rule has to fire on the line that was broken, and nothing else may. The sessions are those of \`test/mutation/sessions\` and \`test/corpus/clean\`; the places are chosen by seeded chance, so that the mutants are always the same.

${summary('Of sessions', scores)}
${summary('Of captures of real programs, under the profile `capture`', ofCaptures)}

| rule | the mutator | mutants | right |
|---|---|--:|--:|
${rows.map(row).join('\n')}

## What comes along

Some faults are faults by another rule as well. These findings may come with the one that is meant:

| rule | the mutator | also | because |
|---|---|---|---|
${rows.flatMap(sideRows).join('\n')}

## Exceptions

${listOr(
  EXCEPTIONS.map(
    ({ rule, what, most, why }) => `${link(rule)}, which ${what}: at most ${String(most)}; ${why}`,
  ),
  'None: every mutant is judged as it was meant.',
)}

Rules without a mutator:

${listOr(entries(WITHOUT_MUTATOR), 'None.')}

Not tried on captures:

${listOr(entries(NOT_IN_CAPTURES), 'None.')}
`;
}

function summary(what: string, scores: readonly Score[]): string {
  const mutants = scores.reduce((sum, score) => sum + score.mutants, 0);
  const wrong = scores.reduce((sum, score) => sum + score.wrong.length, 0);
  return `- ${what}: ${String(mutants)} mutants, ${String(mutants - wrong)} of them judged right.`;
}

function keyOf({ mutator: { rule, what } }: Score): string {
  return `${rule} ${what}`;
}

function row({ mutator: { rule, what }, mutants, wrong }: Score): string {
  return `| ${link(rule)} | ${what} | ${String(mutants)} | ${String(mutants - wrong.length)} |`;
}

function sideRows({ mutator: { rule, what, also = {} } }: Score): string[] {
  return Object.entries(also).map(
    ([id, why]) => `| ${link(rule)} | ${what} | ${link(id)} | ${why} |`,
  );
}

function link(rule: string): string {
  return `[${rule}](${rule}.md)`;
}

function entries(map: ReadonlyMap<string, string>): string[] {
  return [...map].map(([rule, why]) => `${link(rule)}: ${why}`);
}

function listOr(items: readonly string[], none: string): string {
  return items.length === 0 ? none : items.map(item => `- ${item}`).join('\n');
}
