import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

function notice(subject: string, ...lines: readonly string[]): string {
  return `From double-bounce@mx  Sat Nov 21 22:46:19 2026
From: Mail Delivery System <MAILER-DAEMON@mx>
Subject: ${subject}

Transcript of session follows.

${lines.join('\n')}

For other details, see the local mail logfile

`;
}

const SERVER = 'Postfix SMTP server: errors from c[192.0.2.1]';
/** What the folded reply says, in one line. */
const WORDS =
  '5.1.1 <x@mx>: Recipient address rejected: User unknown in local ' +
  'recipient table, sorry to say so at such a length that it is folded once more';
const REFUSED = notice(
  SERVER,
  ' Out: 220 mx ESMTP Postfix',
  ' In:  EHLO c',
  ' Out: 250-mx',
  ' Out: 250 SIZE 20000',
  ' In:  MAIL FROM:<a@b.example>',
  ' Out: 250 2.1.0 Ok',
  ' In:  RCPT TO:<x@mx>',
  ' Out: 550 5.1.1 <x@mx>: Recipient address rejected: User unknown in local',
  '     recipient table, sorry to say so at such a length that it is folded once',
  '     more',
  ' In:  QUIT',
  ' Out: 221 2.0.0 Bye',
);

test('folded lines are one line', () => {
  const { dialect, rows, models } = dialogueIn(REFUSED);
  assert.equal(dialect, 'postfix-notice');
  assert.deepEqual(rows, ['220 250 250 550 221 | EHLO MAIL RCPT QUIT | quit']);
  const reply = models[0]?.exchanges[2]?.replies[0];
  assert.equal(reply?.lines.length, 1);
  const text = reply.lines[0]?.text;
  assert.equal((text?.end ?? 0) - (text?.start ?? 0), WORDS.length);
});

test('several notices in one mailbox', () => {
  assert.equal(dialogueIn(REFUSED + REFUSED + REFUSED).rows.length, 3);
});

test('a session that was aborted', () => {
  const start = [' Out: 220 mx', ' In:  EHLO c', ' Out: 250 mx', ' In:  NOOP', ''];
  const lost = notice(SERVER, ...start, 'Session aborted, reason: lost connection');
  assert.deepEqual(dialogueIn(lost).rows, ['220 250 | EHLO NOOP | drop']);
  const late = notice(SERVER, ...start, 'Session aborted, reason: timeout');
  assert.deepEqual(dialogueIn(late).rows, ['220 250 | EHLO NOOP | drop']);
});

test("the client's notice has the dot, and In: is the client there as well", () => {
  const text = notice(
    'Postfix SMTP client: errors from m.example[192.0.2.1]:25',
    ' Out: 220 m.example',
    ' In:  EHLO mx',
    ' Out: 250 m.example',
    ' In:  MAIL FROM:<a@mx>',
    ' Out: 250 ok',
    ' In:  RCPT TO:<b@m.example>',
    ' Out: 250 ok',
    ' In:  DATA',
    ' Out: 354 go on',
    ' In:  .',
    ' Out: 554 no',
    ' In:  QUIT',
    ' Out: 221 Bye',
  );
  assert.deepEqual(dialogueIn(text).rows, [
    '220 250 250 250 354 554 221 | EHLO MAIL RCPT DATA QUIT | quit',
  ]);
});

test('what a bounce quotes is no dialogue', () => {
  const text = `From: MAILER-DAEMON@mx
Subject: Undelivered Mail Returned to Sender

<x@b.example>: host b.example[192.0.2.1] said: 550 5.1.1
    <x@b.example>: unknown (in reply to RCPT TO command)

X-Postfix-Queue-ID: 9F84819C26A
Final-Recipient: rfc822; x@b.example
Diagnostic-Code: smtp; 550 5.1.1

Subject: t

 Out: 250 not a reply
 In:  QUIT
`;
  assert.deepEqual(dialogueIn(text).rows, []);
});

test('a notice that is sent by mail is content', () => {
  const text = `220 mx
EHLO c
250 mx
MAIL FROM:<>
250 ok
RCPT TO:<p@mx>
250 ok
DATA
354 go on
${REFUSED}.
250 ok
QUIT
221 Bye
`;
  assert.notEqual(dialogueIn(text).dialect, 'postfix-notice');
});

test('a part without its beginning', () => {
  const text = ' In:  RCPT TO:<x@mx>\n Out: 550 5.1.1 no\n In:  QUIT\n Out: 221 Bye\n';
  assert.deepEqual(dialogueIn(text).rows, ['550 221 | RCPT QUIT | quit']);
});
