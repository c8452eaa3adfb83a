import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

const DELIVERY = `b@m.example... Connecting to m.example port 25 via esmtp...
220 m.example ESMTP ready
>>> EHLO mx
250-m.example
250 PIPELINING
>>> MAIL From:<a@mx> SIZE=31
250 2.1.0 Ok
>>> RCPT To:<b@m.example>
>>> DATA
250 2.1.5 Ok
354 go on
>>> .
250 2.0.0 queued
b@m.example... Sent (queued)
Closing connection to m.example
>>> QUIT
221 2.0.0 Bye
`;
const DELIVERED = '220 250 250 250 354 250 221 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted';

test('bare replies, >>> commands, a message that is not shown', () => {
  const { dialect, rows } = dialogueIn(DELIVERY);
  assert.equal(dialect, 'sendmail-v');
  assert.deepEqual(rows, [DELIVERED]);
});

test('one session for each connection', () => {
  const failed =
    'c@n.example... Connecting to n.example via esmtp...\nc@n.example... Deferred: no\n';
  assert.deepEqual(dialogueIn(DELIVERY + failed + DELIVERY).rows, [DELIVERED, DELIVERED]);
});

test("sendmail's own words look like a reply", () => {
  const text = `x@m.example... Connecting to m.example via esmtp...
220 m.example ESMTP
>>> EHLO mx
250 m.example
>>> MAIL From:<a@mx>
250 2.1.0 <a@mx>... Sender ok
>>> RCPT To:<x@m.example>
550 5.1.1 <x@m.example>... User unknown
550 5.1.1 x@m.example... User unknown
>>> RSET
250 Ok
>>> QUIT
221 Bye
`;
  assert.deepEqual(dialogueIn(text).rows, [
    '220 250 250 550 250 221 | EHLO MAIL RCPT RSET QUIT | quit',
  ]);
});

test('a part without its beginning', () => {
  const text = '>>> RCPT To:<x@m.example>\n550 5.1.1 no\n>>> QUIT\n221 Bye\n';
  assert.deepEqual(dialogueIn(text).rows, ['550 221 | RCPT QUIT | quit']);
});
