import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { align } from './align.ts';
import type { Aligned } from './align.ts';
import { settle } from './settle.ts';

/** Words whose first letters are the same stand for each other. */
const isSame = (one: string, other: string): boolean => one[0] === other[0];
const begins = (word: string): boolean => word.startsWith('M');

function shown(first: string, second: string): string {
  const pairs = first.split(' ').map((word, at): Aligned<string> => {
    const other = second.split(' ')[at] ?? '-';
    return { first: word === '-' ? null : word, second: other === '-' ? null : other };
  });
  return settle(pairs, { isSame, begins })
    .map(pair => `${pair.first ?? '-'}:${pair.second ?? '-'}`)
    .join(' ');
}

void test('what only one side has begins with a beginning, where it may', () => {
  assert.equal(shown('M1 - - - R D', 'M1 Rx Dx M2 R D'), '-:M1 -:Rx -:Dx M1:M2 R:R D:D');
  assert.equal(shown('M R D1 M2 R2 D2 Q', 'M R - - - D1 Q'), 'M:M R:R D1:D1 M2:- R2:- D2:- Q:Q');
  assert.equal(shown('M - D', 'M R D'), 'M:M -:R D:D');
  assert.equal(shown('E - - - Q', 'E M R D Q'), 'E:E -:M -:R -:D Q:Q');
  assert.equal(shown('- - M', 'R D M'), '-:R -:D M:M');
});

void test('everything is there once, in order, and as many stand for each other', () => {
  const words = fc.array(fc.constantFrom('M1', 'M2', 'R1', 'R2', 'D'), { maxLength: 30 });
  const likeness = (one: string, other: string): number => (isSame(one, other) ? 1 : 0);
  const paired = (pairs: readonly Aligned<string>[]): number =>
    pairs.filter(({ first, second }) => first !== null && second !== null).length;
  fc.assert(
    fc.property(words, words, (first, second) => {
      const before = align(first, second, { likeness, best: 1 });
      const after = settle(before, { isSame, begins });
      const side = (which: 'first' | 'second'): string[] =>
        after.flatMap(pair => pair[which] ?? []);
      assert.deepEqual([side('first'), side('second')], [first, second]);
      assert.equal(paired(after), paired(before));
      assert.ok(
        after.every(({ first: one, second: two }) => one === null || !two || isSame(one, two)),
      );
    }),
  );
});
