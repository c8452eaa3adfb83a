import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { disagreements } from '../../../test/support/lint.ts';
import { RULES } from './registry.ts';

for (const rule of RULES) {
  // A rule that only `strict` switches on is tried alone, so that its examples need no other marks.
  const severities = rule.strictOnly === true ? { [rule.id]: rule.severity } : {};
  const options = { profile: 'default', severities } as const;
  for (const [index, example] of rule.examples.bad.entries()) {
    test(`${rule.id}: bad example ${String(index + 1)} is found as marked`, () => {
      assert.match(example, new RegExp(`^#~.*${rule.id}`, 'm'), 'it marks its own rule');
      assert.deepEqual(disagreements(example, options), []);
    });
  }
  for (const [index, example] of rule.examples.good.entries()) {
    test(`${rule.id}: good example ${String(index + 1)} is clean`, () => {
      const left = disagreements(example, options);
      assert.deepEqual(left, []);
    });
  }
}
