import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const START =
  'Script started on 2026-11-21 23:07:19+00:00 [TERM="xterm" COLUMNS="80" LINES="24"]\n';
const DONE = '\nScript done on 2026-11-21 23:07:50+00:00 [COMMAND_EXIT_CODE="0"]\n';

void test('a shell with its prompt and colours, nc in it', () => {
  const text = `${START}\u001b[?2004h\u001b]0;bob@box: ~\u0007\u001b[01;32mbob@box\u001b[00m:~$ nc mx.example 25\r
\u001b[?2004l\r220 mx.example ESMTP\r\r
HELP\b\b\b\b\u001b[KHELO client.example\r
250 mx.example\r\r
QUIT\r
221 bye\r\r
\u001b[?2004hbob@box:~$ exit\r
\u001b[?2004l\r${DONE}`;
  assert.equal(dialectIn(text), 'typescript');
  assert.deepEqual(summaryOf(text), ['HELO QUIT; 220 250 221; quit; 0 accepted']);
});

void test('a recording that ends in the message', () => {
  const text = `${START}220 mx.example ESMTP\nEHLO c\n250 mx\nMAIL FROM:<a@b>\n250 ok\nRCPT TO:<c@d>\n250 ok\nDATA\n354 go\nhalf${DONE}`;
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA; 220 250 250 250 354; unknown; 0 accepted',
  ]);
});

void test('captures that are cut off anywhere', () => {
  for (const { text } of capturesOf('typescript')) assertPrefixesAgree(text, 'typescript');
});
