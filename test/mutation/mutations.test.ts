import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { RULES } from '../../server/core/rule/registry.ts';
import { assertGolden } from '../support/golden.ts';
import { CAPTURES } from './captures.ts';
import { EXCEPTIONS, NOT_IN_CAPTURES, WITHOUT_MUTATOR } from './exceptions.ts';
import { MUTATORS } from './mutators/all.ts';
import { allowedFor, describeWrong, scoreOf } from './score.ts';
import type { Score } from './score.ts';
import { CLEAN, OWN } from './sessions.ts';
import { mutationsPage } from './table.ts';

/*
 * Sessions without fault are broken, and the linter has to say what was broken, where it was, and
 * nothing else. What it may say besides, each mutator names; what it gets wrong, exceptions.ts.
 */
const OF_SESSIONS = { sessions: CLEAN, profile: 'default', most: 12 } as const;
const OF_CAPTURES = { sessions: CAPTURES, profile: 'capture', most: 4 } as const;
/** Those that need a capture have no mutants among the sessions. */
const FOR_CAPTURES: ReadonlySet<string> = new Set(['transcript-truncated']);
const RIGHT = 0.99;

const scores: Score[] = [];
const ofCaptures: Score[] = [];

test('the clean sessions were found and understood', () => {
  assert.ok(OWN.length >= 39, String(OWN.length));
  assert.ok(CLEAN.length >= 135, String(CLEAN.length));
  assert.ok(CAPTURES.length >= 30, String(CAPTURES.length));
});

for (const mutator of MUTATORS) {
  const { rule, what } = mutator;
  test(`${rule}: a mutator that ${what}`, () => {
    const score = scoreOf(mutator, OF_SESSIONS);
    const captured = NOT_IN_CAPTURES.has(rule) ? undefined : scoreOf(mutator, OF_CAPTURES);
    if (captured !== undefined && captured.mutants > 0) ofCaptures.push(captured);
    assert.ok(score, `there is no rule ${rule}, or it is off`);
    scores.push(FOR_CAPTURES.has(rule) && captured ? captured : score);
    const mutants = score.mutants + (captured?.mutants ?? 0);
    assert.ok(mutants > 0, 'it breaks no session');
    assert.ok(score.wrong.length <= allowedFor(mutator), describeWrong(score));
    if (captured) assert.equal(captured.wrong.length, 0, describeWrong(captured));
    const happened = new Set([...score.besides, ...(captured?.besides ?? [])]);
    const idle = Object.keys(mutator.also ?? {}).filter(id => !happened.has(id));
    assert.deepEqual(idle, [], 'findings that are allowed for and never come');
  });
}

test('nearly all mutants are judged right', () => {
  const all = [...scores, ...ofCaptures];
  const mutants = all.reduce((sum, score) => sum + score.mutants, 0);
  const wrong = all.reduce((sum, score) => sum + score.wrong.length, 0);
  assert.ok(mutants > 2_500, String(mutants));
  assert.ok((mutants - wrong) / mutants >= RIGHT, `${String(wrong)} of ${String(mutants)}`);
});

test('every rule has a mutator or a reason why it has none', () => {
  const broken = new Set(MUTATORS.map(({ rule }) => rule));
  const left = RULES.filter(({ id }) => !broken.has(id)).map(({ id }) => id);
  assert.deepEqual(left.sort(), [...WITHOUT_MUTATOR.keys()].sort());
});

test('what exceptions and side effects name exists', () => {
  const ids = new Set(RULES.map(({ id }) => id));
  for (const { rule, what } of EXCEPTIONS) {
    assert.ok(
      MUTATORS.some(each => each.rule === rule && each.what === what),
      `${rule}: ${what}`,
    );
  }
  for (const { rule, also = {} } of MUTATORS) {
    for (const id of Object.keys(also)) assert.ok(ids.has(id) && id !== rule, `${rule}: ${id}`);
  }
  for (const id of NOT_IN_CAPTURES.keys()) assert.ok(ids.has(id), id);
});

test('docs/rules/mutations.md is what was found', () => {
  const page = mutationsPage(scores, ofCaptures);
  assertGolden(new URL('../../docs/rules/mutations.md', import.meta.url), page);
});
