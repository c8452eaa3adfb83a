import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { RULES } from '../server/core/rule/registry.ts';
import { DETECTORS } from './coverage.ts';

test('every rule that the coverage map names exists, and a gap has its reason', () => {
  const known = new Set(RULES.map(({ id }) => id));
  for (const { covered } of DETECTORS) {
    for (const { anomaly, rules, why } of covered) {
      assert.deepEqual(
        rules.filter(id => !known.has(id)),
        [],
        anomaly,
      );
      assert.equal(rules.length > 0, why === undefined, anomaly);
    }
  }
});
