import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { isLongAgo } from './longAgo.ts';

const MINUTE = 60_000;
const MIDNIGHT = Date.UTC(2026, 10, 21);

test('more than an hour is long ago', () => {
  assert.equal(isLongAgo(MIDNIGHT, MIDNIGHT + 59 * MINUTE), false);
  assert.equal(isLongAgo(MIDNIGHT, MIDNIGHT + 61 * MINUTE), true);
  assert.equal(isLongAgo(MIDNIGHT, MIDNIGHT + 3 * 24 * 60 * MINUTE), true);
});

test('times of the day begin anew at midnight', () => {
  assert.equal(isLongAgo(23 * 60 * MINUTE + 50 * MINUTE, 5 * MINUTE), false);
  assert.equal(isLongAgo(20 * 60 * MINUTE, 5 * MINUTE), true);
});

test('a clock that goes back makes nothing old', () => {
  assert.equal(isLongAgo(MIDNIGHT + 90 * MINUTE, MIDNIGHT), false);
  assert.equal(isLongAgo(600 * MINUTE, 570 * MINUTE), false);
});

test('without a time, or with times of two sorts, nothing is known', () => {
  assert.equal(isLongAgo(-1, MIDNIGHT), false);
  assert.equal(isLongAgo(MIDNIGHT, -1), false);
  assert.equal(isLongAgo(5 * MINUTE, MIDNIGHT), false);
});
