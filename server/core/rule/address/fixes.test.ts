import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import type { Placed } from '../../../../test/support/lint.ts';
import { parseMarked } from '../../../../test/support/markers.ts';
import { RULES } from '../registry.ts';
import type { Fix } from '../rule.ts';

const CATEGORIES: readonly string[] = ['syntax', 'address', 'data', 'extension'];

/** The text after a fix; an example is one chunk, so offsets are those of the text. */
function applied(text: string, fix: Fix): Buffer {
  let octets = Buffer.from(text);
  for (const { at, text: put } of [...fix.edits].sort((a, b) => b.at.start - a.at.start)) {
    octets = Buffer.concat([
      octets.subarray(0, at.start),
      Buffer.from(put),
      octets.subarray(at.end),
    ]);
  }
  return octets;
}

function countOf(findings: readonly Placed[], id: string): number {
  return findings.filter(({ rule }) => rule === id).length;
}

let tried = 0;

for (const rule of RULES.filter(({ category }) => CATEGORIES.includes(category))) {
  for (const [index, example] of rule.examples.bad.entries()) {
    const { text } = parseMarked(example);
    const before = lintText(text);
    for (const { finding, line } of before.filter(found => found.rule === rule.id)) {
      const { fix } = finding;
      if (fix === undefined) continue;
      tried += 1;
      const name = `${rule.id} ${String(index + 1)}, line ${String(line + 1)}: ${fix.title}`;
      test(`${name}: the finding goes and no other comes`, () => {
        const after = lintText(applied(text, fix));
        assert.equal(countOf(after, rule.id), countOf(before, rule.id) - 1);
        const gained = after.filter(({ rule: id }) => countOf(after, id) > countOf(before, id));
        assert.deepEqual(
          gained.map(({ rule: id, message }) => `${id}: ${message}`),
          [],
        );
      });
    }
  }
}

test('the examples hold fixes to try', () => {
  assert.ok(tried > 30, String(tried));
});
