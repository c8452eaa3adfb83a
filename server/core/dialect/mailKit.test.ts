import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TEXT = `Connected to smtp://mx.example:587/?starttls=always
S: 220 mx.example ready
C: EHLO [192.0.2.1]
S: 250-mx.example
S: 250-AUTH PLAIN
S: 250 SIZE 10000
C: AUTH PLAIN ********
S: 235 ok
C: MAIL FROM:<a@b.example> SIZE=100
S: 250 OK
C: RCPT TO:<c@d.example>
S: 250 OK
C: DATA
S: 354 go
C: From: a@b.example
C: Date: Sat, 21 Nov 2026 22:30:00 +0000
C: 
C: S: 250 no
C: Connected to smtp://x
C: .
S: 250 queued
C: QUIT
S: 221 bye
`;
const ONE =
  'EHLO AUTH MAIL RCPT DATA QUIT; 220 250 235 250 250 354 250 221; quit; 1 accepted; authenticated';

test('each connection is a session; secrets may be masked', () => {
  assert.equal(dialectIn(TEXT), 'mailkit');
  assert.deepEqual(summaryOf(TEXT + TEXT), [ONE, ONE]);
  assert.deepEqual(complaintsOf(TEXT), []);
  assertPrefixesAgree(Buffer.from(TEXT), 'mailkit');
});

test('times before the marks', () => {
  const stamped = TEXT.replace(/^(?=[CS]: )/gm, '2026-11-21T22:30:00Z ');
  assert.deepEqual(summaryOf(stamped), [ONE]);
});

test('without the first line it may be a .smtp file', () => {
  assert.equal(dialectIn(TEXT.slice(TEXT.indexOf('S: '))), 'smtp');
});
