import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsToDrop } from './runsToDrop.ts';

const run = (id: string, size: number): { id: string; size: number } => ({ id, size });

test('the newest stay, as many and as much as may be', () => {
  const stored = [run('3', 10), run('1', 10), run('4', 10), run('2', 10)];
  assert.deepEqual(runsToDrop(stored, { runs: 9, octets: 99 }), []);
  assert.deepEqual(runsToDrop(stored, { runs: 2, octets: 99 }), ['2', '1']);
  assert.deepEqual(runsToDrop(stored, { runs: 9, octets: 30 }), ['1']);
  assert.deepEqual(runsToDrop(stored, { runs: 9, octets: 29 }), ['2', '1']);
  assert.deepEqual(runsToDrop(stored, { runs: 0, octets: 99 }), ['4', '3', '2', '1']);
  assert.deepEqual(runsToDrop([], { runs: 0, octets: 0 }), []);
});

test('one that is too big takes the older ones with it', () => {
  const stored = [run('3', 10), run('2', 100), run('1', 1)];
  assert.deepEqual(runsToDrop(stored, { runs: 9, octets: 50 }), ['2', '1']);
});
