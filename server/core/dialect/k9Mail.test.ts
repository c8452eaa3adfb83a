import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TEXT = `SMTP <<< 220 mx.example ESMTP
SMTP >>> EHLO [192.0.2.9]
SMTP <<< 250-mx.example
SMTP <<< 250 AUTH PLAIN
SMTP >>> *sensitive*
SMTP <<< 235 ok
SMTP >>> MAIL FROM:<a@b.example>
SMTP <<< 250 OK
SMTP >>> RCPT TO:<c@d.example>
SMTP <<< 250 OK
SMTP >>> DATA
SMTP <<< 354 go
SMTP >>> 
.
SMTP <<< 250 queued
SMTP >>> QUIT
SMTP <<< 221 bye
`;
const ONE =
  'EHLO MAIL RCPT DATA QUIT; 220 250 235 250 250 354 250 221; quit; 1 accepted; authenticated';

test('a hidden command is not guessed; the message is left out', () => {
  assert.equal(dialectIn(TEXT), 'k9-mail');
  assert.deepEqual(summaryOf(TEXT), [ONE]);
  assert.deepEqual(complaintsOf(TEXT), []);
  assertPrefixesAgree(Buffer.from(TEXT), 'k9-mail');
});

test('as logcat prints it', () => {
  const text = TEXT.replace(/^(?=SMTP)/gm, '11-21 22:30:00.123  1234  5678 V/k9      : ');
  assert.deepEqual(summaryOf(text), [ONE]);
});
