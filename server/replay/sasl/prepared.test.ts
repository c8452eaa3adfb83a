import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { prepared } from './prepared.ts';

test('the examples of RFC 4013 §3', () => {
  assert.equal(prepared('I\u00adX', 'stored'), 'IX');
  assert.equal(prepared('user', 'stored'), 'user');
  assert.equal(prepared('USER', 'stored'), 'USER');
  assert.equal(prepared('\u00aa', 'stored'), 'a');
  assert.equal(prepared('\u2168', 'stored'), 'IX');
  assert.equal(prepared('\u0007', 'stored'), null);
  assert.equal(prepared('\u0627\u0031', 'stored'), null);
});

test('what Unicode 3.2 did not have is for names only', () => {
  assert.equal(prepared('🔑', 'query'), '🔑');
  assert.equal(prepared('🔑', 'stored'), null);
});

test('nothing, and what becomes nothing, is refused; so is half a character', () => {
  for (const text of ['', '\u00ad', '\ud800', 'a\0b', '\x7f']) {
    assert.equal(prepared(text, 'stored'), null, JSON.stringify(text));
  }
});

test('long text is no trouble', () => {
  assert.equal(prepared('ä'.repeat(1000), 'stored'), 'ä'.repeat(1000));
  const huge = prepared('ä'.repeat(300_000), 'stored');
  assert.ok(huge === null || huge.length === 300_000);
});
