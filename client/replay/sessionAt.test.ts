import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionAt, sessionsWithin } from './sessionAt.ts';

const one = { startLine: 2, endLine: 9 };
const two = { startLine: 12, endLine: 20 };
const sessions = [one, two];

test('a line belongs to its session, else to the one before, else to the first', () => {
  assert.equal(sessionAt(sessions, 2), one);
  assert.equal(sessionAt(sessions, 9), one);
  assert.equal(sessionAt(sessions, 11), one);
  assert.equal(sessionAt(sessions, 15), two);
  assert.equal(sessionAt(sessions, 99), two);
  assert.equal(sessionAt(sessions, 0), one);
  assert.equal(sessionAt<typeof one>([], 0), undefined);
});

test('a selection means the sessions that it touches', () => {
  assert.deepEqual(sessionsWithin(sessions, 0, 1), []);
  assert.deepEqual(sessionsWithin(sessions, 0, 2), [one]);
  assert.deepEqual(sessionsWithin(sessions, 9, 12), [one, two]);
  assert.deepEqual(sessionsWithin(sessions, 10, 11), []);
});
