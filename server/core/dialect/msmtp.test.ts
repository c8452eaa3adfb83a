import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const SETTINGS =
  'using account default from /etc/msmtprc\nhost = mx.example\nport = 25\ntimeout = off\n';
const DIALOGUE = `<-- 220 mx.example ESMTP
--> EHLO client.example
<-- 250-mx.example
<-- 250 PIPELINING
--> MAIL FROM:<a@b.example>
--> RCPT TO:<c@d.example>
--> DATA
<-- 250 OK
<-- 250 OK
<-- 354 go
--> From: a@b.example
--> Date: Sat, 21 Nov 2026 22:30:00 +0000
--> 
--> <-- 250 no
--> --> QUIT
--> host = x
-->
--> ..
--> .
<-- 250 queued
--> QUIT
<-- 221 bye
`;
const ONE = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

test('a pipelined message whose lines look like something else', () => {
  const text = SETTINGS + DIALOGUE;
  assert.equal(dialectIn(text), 'msmtp-debug');
  assert.deepEqual(summaryOf(text), [ONE]);
  assert.deepEqual(complaintsOf(text), []);
  const body = ['From: a@b.example', 'Date: Sat, 21 Nov 2026 22:30:00 +0000', '', '<-- 250 no'];
  const length = [...body, '--> QUIT', 'host = x', '', '.'].join('\r\n').length + 2;
  assert.deepEqual(contentOctetsIn(text), [length]);
});

test('runs one after the other; a run that stops says nothing more', () => {
  const stopped = DIALOGUE.slice(0, DIALOGUE.indexOf('<-- 250 OK\n<-- 354'));
  assert.deepEqual(summaryOf(SETTINGS + stopped + SETTINGS + DIALOGUE), [
    'EHLO MAIL RCPT DATA; 220 250 250; unknown; 0 accepted',
    ONE,
  ]);
  assert.deepEqual(complaintsOf(SETTINGS + stopped + SETTINGS + DIALOGUE), []);
});

test('errors above the settings begin and end nothing', () => {
  const errors = 'msmtp: authentication failed\nmsmtp: could not send mail\n';
  assert.deepEqual(summaryOf(errors + SETTINGS + DIALOGUE), [ONE]);
  assert.deepEqual(
    summaryOf(SETTINGS + DIALOGUE.slice(0, DIALOGUE.indexOf('<-- 250-')) + errors, 'msmtp-debug'),
    ['EHLO; 220; drop; 0 accepted'],
  );
});

test('TLS is on where its parameters are shown after the handshake, not in a summary', () => {
  const tls = 'TLS session parameters:\n    (TLS1.3)\n';
  assert.deepEqual(summaryOf(SETTINGS + tls + DIALOGUE), [`${ONE}; tls`]);
  assert.deepEqual(summaryOf(SETTINGS + DIALOGUE + tls), [ONE]);
});

test('a byte order mark and other line ends', () => {
  assert.deepEqual(summaryOf(`\ufeff${DIALOGUE}`), [ONE]);
  assert.deepEqual(summaryOf(DIALOGUE.replaceAll('\n', '\r\r\n')), [ONE]);
});

test('cut off at any line', () => {
  for (const { text } of capturesOf('msmtp')) assertPrefixesAgree(text, 'msmtp-debug');
});
