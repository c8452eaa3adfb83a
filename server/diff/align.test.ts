import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { align } from './align.ts';

/** 3 for the same word, 1 for the same first letter. */
function likeness(one: string, other: string): number {
  if (one === other) return 3;
  return one[0] === other[0] ? 1 : 0;
}

function shown(first: string, second: string): string {
  const words = (text: string): string[] => text.split(' ').filter(word => word !== '');
  return align(words(first), words(second), likeness)
    .map(pair => `${pair.first ?? '-'}:${pair.second ?? '-'}`)
    .join(' ');
}

void test('what is most alike stands for each other', () => {
  assert.equal(shown('a b c', 'a b c'), 'a:a b:b c:c');
  assert.equal(shown('a b c', 'a c'), 'a:a b:- c:c');
  assert.equal(shown('a c', 'a b c'), 'a:a -:b c:c');
  assert.equal(shown('x1 x2', 'x2'), 'x1:- x2:x2');
  assert.equal(shown('x1', 'x2'), 'x1:x2');
  assert.equal(shown('', 'a'), '-:a');
  assert.equal(shown('', ''), '');
});

void test('everything is there once, in order, on both sides', () => {
  const words = fc.array(fc.constantFrom('a1', 'a2', 'b1', 'b2', 'c'), { maxLength: 40 });
  fc.assert(
    fc.property(words, words, (first, second) => {
      const pairs = align(first, second, likeness);
      assert.deepEqual(
        pairs.flatMap(pair => pair.first ?? []),
        first,
      );
      assert.deepEqual(
        pairs.flatMap(pair => pair.second ?? []),
        second,
      );
    }),
  );
});

void test('long lists take bounded time', () => {
  const long = Array.from({ length: 20_000 }, (_, at) => `a${String(at)}`);
  const began = performance.now();
  const pairs = align(['b', ...long], [...long, 'c'], likeness);
  assert.ok(pairs.length >= long.length);
  align(
    ['b', ...long],
    Array.from({ length: 20_000 }, () => 'c'),
    likeness,
  );
  assert.ok(performance.now() - began < 5000);
});
