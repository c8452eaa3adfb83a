import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../test/support/lint.ts';
import type { Fix } from './rule.ts';

const OPENED = 'S: 220 mx.example ESMTP\nC: EHLO c.example\nS: 250-mx.example\nS: 250 SIZE\n';
const MAIL = 'C: MAIL FROM:<a@c.example>\nS: 250 OK\n';
const RCPT = 'C: RCPT TO:<b@mx.example>\nS: 250 OK\n';
const DATA = 'C: DATA\nS: 354 Go\n';
const HEADER =
  'C: Date: Sat, 21 Nov 2026 10:00:00 +0000\nC: From: a@c.example\nC: Message-ID: <1@c.example>\nC:\n';
const BYE = 'C: QUIT\nS: 221 Bye\n';

function fixOf(rule: string, text: string): Fix {
  const fix = lintText(text).find(found => found.rule === rule)?.finding.fix;
  assert.ok(fix, rule);
  return fix;
}

function applied(text: string, fix: Fix): string {
  const edits = [...fix.edits].sort((a, b) => b.at.start - a.at.start);
  return edits.reduce(
    (now, { at, text: inserted }) => now.slice(0, at.start) + inserted + now.slice(at.end),
    text,
  );
}

function assertMended(rule: string, text: string): string {
  const mended = applied(text, fixOf(rule, text));
  assert.deepEqual(
    lintText(mended).map(found => found.rule),
    [],
    mended,
  );
  return mended;
}

test('a command that was refused for what it lacked is taken once that is inserted', () => {
  const nested = 'C: MAIL FROM:<b@c.example>\nS: 503 Nested\n';
  const message = `${DATA}${HEADER}C: .\nS: 250 OK\n`;
  assertMended('nested-mail', `${OPENED}${MAIL}${nested}${RCPT}${message}${BYE}`);
  const late = 'C: RCPT TO:<c@mx.example>\nS: 503 No MAIL\n';
  // The MAIL that is inserted names the author.
  const own = message.replace('a@c.example', 'sender@client.example');
  assertMended('rcpt-before-mail', `${OPENED}${late}${own}${BYE}`);
});

test('where the transcript stops at the end of data, its end is added as well', () => {
  assertMended('final-reply-missing', `${OPENED}${MAIL}${RCPT}${DATA}${HEADER}C: .\n`);
  const mended = assertMended(
    'missing-dot-terminator',
    `${OPENED}${MAIL}${RCPT}${DATA}${HEADER}C: hi\n`,
  );
  assert.match(mended, /C: hi\nC: \.\nS: 250 OK\nC: QUIT\n/);
});

test('a line that is inserted after an empty one has the blank of its mark', () => {
  const text = `${OPENED}${MAIL}${RCPT}${DATA}${HEADER}S: 250 OK\n${BYE}`;
  assert.match(assertMended('missing-dot-terminator', text), /C:\nC: \.\nS: 250/);
});

test('a letter after the code is kept', () => {
  const text = `${OPENED}C: NOOP\nS: 250ok\n${BYE}`;
  assert.match(assertMended('reply-separator', text), /S: 250 ok\n/);
});

test('FROM after RCPT may be the right keyword of the wrong verb', () => {
  assert.equal(fixOf('mail-rcpt-syntax', `${OPENED}C: MAIL <a@c.example>\nS: 501 No\n`).safe, true);
  const swapped = `${OPENED}${MAIL}C: RCPT FROM:<a@c.example>\nS: 501 No\n${BYE}`;
  assert.equal(fixOf('mail-rcpt-syntax', swapped).safe, false);
});

test('blanks beside "=" stay where they may part two parameters', () => {
  const text = `${OPENED}C: MAIL FROM:<a@c.example> SMTPUTF8 =BODY=7BIT\nS: 501 No\n${BYE}`;
  const found = lintText(text).filter(({ rule }) => rule === 'param-malformed');
  assert.ok(found.length > 0);
  assert.ok(found.every(({ finding }) => finding.fix === undefined));
});
