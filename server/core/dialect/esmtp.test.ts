import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TEXT = `S: 220 mx.example ESMTP\r
C: EHLO client.example\r
S: 250-mx.example\r
250-PIPELINING\r
250 SIZE 1000\r
C: MAIL FROM:<a@b.example>\r
S: 250 OK\r
C: RCPT TO:<c@d.example>\r
RCPT TO:<e@f.example>\r
S: 250 OK\r
S: 550 no\r
C: DATA\r
S: 354 go\r
H: From: a@b.example\r
H: Subject: S: 250 x\r
S: 250 queued\r
C: QUIT\r
S: 221 bye\r
`;
const ONE = 'EHLO MAIL RCPT RCPT DATA QUIT; 220 250 250 250 550 354 250 221; quit; 1 accepted';

test('marks stand before what was sent or read at once', () => {
  assert.equal(dialectIn(TEXT), 'esmtp-X');
  assert.deepEqual(summaryOf(TEXT), [ONE]);
  assert.deepEqual(complaintsOf(TEXT), []);
});

test('a .smtp file in which a mark was forgotten is not taken for it', () => {
  const marked = 'S: 220 mx\nC: EHLO c\nS: 250-mx\nS: 250-SIZE 1\n250 HELP\nC: QUIT\nS: 221 bye\n';
  assert.equal(dialectIn(marked), 'smtp');
  assert.equal(dialectIn(marked.replace('S: 250-SIZE 1\n', '')), 'smtp');
});

test('cut off at any line', () => {
  for (const { text } of capturesOf('esmtp')) assertPrefixesAgree(text, 'esmtp-X');
});
