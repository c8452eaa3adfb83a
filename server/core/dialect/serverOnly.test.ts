import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { complaintsOf, dialectIn, summaryOf } from '../../../test/support/dialectFacts.ts';

const TEXT = `220 mx.example ESMTP
250-mx.example
250 PIPELINING
250 OK
250 OK
550 no such user
354 go
250 queued
221 bye
`;

void test('replies alone: no command is guessed', () => {
  assert.equal(dialectIn(TEXT), 'server-only');
  assert.deepEqual(summaryOf(TEXT), ['; 220 250 250 250 550 354 250 221; quit; 1 accepted']);
  assert.deepEqual(complaintsOf(TEXT), []);
});

void test('a refused message, a 421, and a text that goes on in the middle', () => {
  assert.deepEqual(summaryOf(TEXT.replace('250 queued', '552 too big')), [
    '; 220 250 250 250 550 354 552 221; quit; 0 accepted',
  ]);
  assert.deepEqual(summaryOf(TEXT.replace(/250 queued[^]*/, '421 timeout\n')), [
    '; 220 250 250 250 550 354 421; 421; 0 accepted',
  ]);
  assert.deepEqual(summaryOf(TEXT.slice(TEXT.indexOf('550')), 'server-only'), [
    '; 550 354 250 221; quit; 1 accepted',
  ]);
});

void test('two sessions, and what is no SMTP server', () => {
  assert.equal(summaryOf(TEXT + TEXT).length, 2);
  assert.equal(dialectIn('220 FTP ready\n331 password\n230 in\n226 done\n221 bye\n'), 'smtp');
  assert.equal(dialectIn('200 ok\n404 not found\n500 error\n302 moved\n'), 'smtp');
});
