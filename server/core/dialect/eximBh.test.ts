import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

const OPENING = `>>> host in host_lookup? no (end of list)

**** SMTP testing session as if from host 192.0.2.1
**** but without any ident (RFC 1413) callback.
**** This is not for real!

`;
const PIPED = `${OPENING}220 mx ESMTP Exim 4.96\r
>>> host in dsn_advertise_hosts? yes (matched "*")
250-mx Hello\r
250 HELP\r
250 OK\r
>>> using ACL "acl_rcpt"
>>> MAIL FROM:<not@a.command>
250 Accepted\r
354 Enter message\r
LOG: 1 [2] <= a@b.example
250 OK id=1\r

**** SMTP testing: that is not a real message id!

221 mx closing connection\r
`;

test('only the server is shown, and >>> says nothing', () => {
  const { dialect, rows } = dialogueIn(PIPED);
  assert.equal(dialect, 'exim-bh');
  assert.deepEqual(rows, ['220 250 250 250 354 250 221 |  | quit | 1 accepted']);
});

test('on a terminal the client is echoed, with line ends of its own', () => {
  const text = `${OPENING}220 mx ESMTP Exim 4.96\r\r
EHLO c\r
>>> host in dsn_advertise_hosts? yes (matched "*")\r
250-mx Hello\r\r
250 HELP\r\r
MAIL FROM:<a@b.example>\r
250 OK\r\r
RCPT TO:<c@mx>\r
250 Accepted\r\r
DATA\r
354 Enter message\r\r
Subject: x\r
\r
250 not a reply\r
QUIT\r
.\r
250 OK id=1\r\r
QUIT\r
221 mx closing connection\r\r
`;
  assert.deepEqual(dialogueIn(text).rows, [
    '220 250 250 250 354 250 221 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted',
  ]);
});

test('several runs in one file', () => {
  assert.equal(dialogueIn(PIPED + PIPED).rows.length, 2);
});
