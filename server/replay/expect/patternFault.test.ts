import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchReply } from './matchReply.ts';
import { patternFault } from './patternFault.ts';

void test('a bad pattern is told in words', () => {
  assert.equal(patternFault('^250 .*(?P<id>[A-F\\d]+)$'), undefined);
  assert.equal(patternFault(' '), 'The pattern is empty.');
  assert.equal(patternFault('a('), 'The pattern is no RE2 expression: missing closing ): `a(`.');
  assert.match(patternFault('(?=x)') ?? '', /invalid or unsupported Perl syntax/);
  assert.match(patternFault('x'.repeat(501)) ?? '', /longer than 500/);
  assert.match(patternFault('(?:[a-z]{1,100}[0-9]{1,100}){1,10}') ?? '', /repeats too much/);
});

void test('a search is linear, whatever the pattern', () => {
  const live = { code: 250, lines: ['ab '.repeat(20_000) + 'abc'] };
  const began = performance.now();
  for (const pattern of ['(a*)*(?P<x>c)d', '(x+x+)+y', '((?:a?b? ?){400})(?P<x>.)c$']) {
    matchReply({ recorded: null, policy: 'code', pattern }, live, new Map());
  }
  assert.ok(performance.now() - began < 5000);
});
