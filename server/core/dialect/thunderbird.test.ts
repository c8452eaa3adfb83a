import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const CONSOLE = `mailnews.smtp: Connecting to smtp://mx.example:587
mailnews.smtp: Connected
mailnews.smtp: S: 220 mx.example ESMTP
mailnews.smtp: C: EHLO [192.0.2.9]
mailnews.smtp: S: 250-mx.example
250-STARTTLS
250 AUTH PLAIN
mailnews.smtp: Possible auth methods: PLAIN
mailnews.smtp: C: AUTH PLAIN
mailnews.smtp: S: 334 
mailnews.smtp: C: Logging suppressed (it probably contained auth information)
mailnews.smtp: S: 235 ok
mailnews.smtp: C: MAIL FROM:<a@b.example>
mailnews.smtp: S: 250 OK
mailnews.smtp: C: RCPT TO:<c@d.example>
mailnews.smtp: S: 250 OK
mailnews.smtp: C: DATA
mailnews.smtp: S: 354 go
mailnews.smtp: C: .
mailnews.smtp: S: 250 queued
mailnews.smtp: C: QUIT
mailnews.smtp: S: 221 bye
mailnews.smtp: Closing connection...
`;
const ONE =
  'EHLO AUTH MAIL RCPT DATA QUIT; 220 250 334 235 250 250 354 250 221; quit; 1 accepted; authenticated';

test('further lines of a reply have no mark; the message is left out', () => {
  assert.equal(dialectIn(CONSOLE), 'thunderbird');
  assert.deepEqual(summaryOf(CONSOLE + CONSOLE), [ONE, ONE]);
  assert.deepEqual(complaintsOf(CONSOLE), []);
  assertPrefixesAgree(Buffer.from(CONSOLE), 'thunderbird');
});

test('a suppressed command is unknown, and so is what it was', () => {
  const text = CONSOLE.replace(/mailnews\.smtp: C: AUTH PLAIN\nmailnews\.smtp: S: 334 \n/, '');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 235 250 250 354 250 221; quit; 1 accepted; authenticated',
  ]);
  assert.deepEqual(complaintsOf(text), []);
});

test('what MOZ_LOG printed in older versions', () => {
  const log = `SMTP Connecting to: mx.example
SMTP entering state: 14
SMTP Response: 220 mx.example ESMTP
SMTP Send: EHLO [192.0.2.9]
SMTP Response: 250-mx.example
SMTP Response: 250 SIZE 1000
SMTP Send: QUIT
SMTP Response: 221 bye
`.replace(/^/gm, '2026-11-21 22:30:00.123456 UTC - [Parent 4096: Main Thread]: I/SMTP ');
  assert.equal(dialectIn(log), 'thunderbird');
  assert.deepEqual(summaryOf(log), ['EHLO QUIT; 220 250 221; quit; 0 accepted']);
});
