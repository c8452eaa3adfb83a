import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { align as aligned } from './align.ts';
import type { Aligned } from './align.ts';

/** 3 for the same word, 1 for the same first letter. */
function likeness(one: string, other: string): number {
  if (one === other) return 3;
  return one[0] === other[0] ? 1 : 0;
}

function align(first: readonly string[], second: readonly string[]): readonly Aligned<string>[] {
  return aligned(first, second, { likeness, best: 3 });
}

function shown(first: string, second: string): string {
  const words = (text: string): string[] => text.split(' ').filter(word => word !== '');
  return align(words(first), words(second))
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
      const pairs = align(first, second);
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
  const pairs = align(['b', ...long], [...long, 'c']);
  assert.ok(pairs.length >= long.length);
  align(
    ['b', ...long],
    Array.from({ length: 20_000 }, () => 'c'),
  );
  assert.ok(performance.now() - began < 5000);
});

void test('long lists find together again after what only one has', () => {
  const long = Array.from({ length: 20_000 }, (_, at) => `a${String(at)}`);
  const extra = ['a', 'ab', 'ac', 'a', 'ad', 'a', 'a', 'a', 'a', 'a', 'a', 'a'];
  const second = [...long.slice(10, 9000), ...extra, ...long.slice(9000)];
  const pairs = align(long, second);
  const same = pairs.filter(pair => pair.first === pair.second);
  assert.equal(same.length, long.length - 10);
  assert.equal(pairs.length, long.length + extra.length);
});

void test('in long lists everything is there once, in order', () => {
  const words = fc.array(fc.constantFrom('a1', 'a2', 'b1', 'b2', 'c'), {
    minLength: 700,
    maxLength: 1500,
    size: 'max',
  });
  fc.assert(
    fc.property(words, words, (first, second) => {
      const pairs = align(first, second);
      assert.deepEqual(
        pairs.flatMap(pair => pair.first ?? []),
        first,
      );
      assert.deepEqual(
        pairs.flatMap(pair => pair.second ?? []),
        second,
      );
    }),
    { numRuns: 20 },
  );
});
