import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { RULES } from '../../server/core/rule/registry.ts';
import type { AnyRule } from '../../server/core/rule/rule.ts';
import type { LintOptions } from '../../server/core/rule/run.ts';
import { parseMarked } from '../support/markers.ts';
import { FIX_GAINS } from './exceptions.ts';
import { faultsOf } from './fixFaults.ts';
import { edited, lintedOf } from './fixing.ts';
import type { Linted } from './fixing.ts';
import { textOf } from './line.ts';
import { mutantsOf } from './mutate.ts';
import { MUTATORS } from './mutators/all.ts';
import { CLEAN } from './sessions.ts';

/*
 * Every fix of every rule, on all bad examples and on mutants: the finding is gone, no other is
 * gained, a second time there is nothing to do, and a safe fix leaves alone what it must.
 */
const MUTANTS_EACH = 3;

function optionsOf(rule: AnyRule): LintOptions {
  const severities = rule.strictOnly === true ? { [rule.id]: rule.severity } : {};
  const date = 'Sat, 21 Nov 2026 10:00:00 +0000';
  return { profile: 'default', severities, fileOctets: true, date };
}

/** All safe fixes that do not touch each other, as "fix all" makes them. */
function allSafe({ octets, findings }: Linted): Buffer {
  const edits = findings
    .filter(({ finding }) => finding.fix?.safe === true)
    .sort((a, b) => a.start - b.start)
    .flatMap(({ edits: each }) => each);
  const apart = edits.filter((edit, at) => {
    return edits
      .slice(0, at)
      .every(other => other.at.end < edit.at.start || other.at.start > edit.at.end);
  });
  return edited(octets, apart);
}

function textsOf(rule: AnyRule): string[] {
  const mutants = MUTATORS.filter(mutator => mutator.rule === rule.id).flatMap(mutator => {
    return mutantsOf(mutator, CLEAN, MUTANTS_EACH).map(({ mutant }) => textOf(mutant.lines));
  });
  return [...rule.examples.bad.map(example => parseMarked(example).text), ...mutants];
}

const offering = new Set<string>();
/** Of those that exceptions.ts allows. */
const gains = new Set<string>();

for (const rule of RULES) {
  const options = optionsOf(rule);
  test(`${rule.id}: fixes mend what they are for`, () => {
    const wrong: string[] = [];
    for (const text of textsOf(rule)) {
      const before = lintedOf(Buffer.from(text), options);
      for (const located of before.findings) {
        if (located.finding.rule !== rule.id || located.edits.length === 0) continue;
        offering.add(rule.id);
        const faults = faultsOf(before, located, { options, gains });
        if (faults.length > 0) wrong.push(`${faults.join('; ')} in\n${text}`);
      }
      const once = allSafe(before);
      if (once.equals(before.octets)) continue;
      const settled = settle(once, options);
      if (settled === undefined) wrong.push(`fixing all never comes to an end in\n${text}`);
    }
    assert.deepEqual(wrong, []);
  });
}

/** The text when no safe fix is left; undefined where that does not happen soon. */
function settle(octets: Buffer, options: LintOptions): Buffer | undefined {
  let now = octets;
  for (let round = 0; round < 4; round++) {
    const next = allSafe(lintedOf(now, options));
    if (next.equals(now)) return now;
    now = next;
  }
  return undefined;
}

test('fixes were tried', () => {
  assert.ok(offering.size >= 60, String(offering.size));
});

test('what fixes are allowed to gain, they gain', () => {
  const allowed = Object.entries(FIX_GAINS).flatMap(([rule, brought]) => {
    return Object.keys(brought).map(gained => `${rule}: ${gained}`);
  });
  assert.deepEqual([...gains].sort(), allowed.sort());
});
