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

const OPENING = `s-nail: Resolving host mx.example:25 ... done
s-nail: Connecting to 192.0.2.1:25 ... connected.
s-nail: >>> SERVER: 220 mx.example ESMTP
s-nail: >>> HELO client.example
s-nail: >>> SERVER: 250 mx.example
`;
const MESSAGE = `s-nail: >>> MAIL FROM:<a@b.example>
s-nail: >>> SERVER: 250 OK
s-nail: >>> RCPT TO:<c@d.example>
s-nail: >>> SERVER: 250 OK
s-nail: >>> DATA
s-nail: >>> SERVER: 354 go
s-nail: >>> From: a@b.example
s-nail: >>> Date: Sat, 21 Nov 2026 22:30:00 +0000
s-nail: >>> 
s-nail: >>> SERVER: 250 no
s-nail: >>> .
s-nail: >>> .dot
s-nail: >>> .
s-nail: >>> SERVER: 250 queued
s-nail: >>> QUIT
s-nail: >>> SERVER: 221 bye
`;
const ONE = 'HELO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

test('dots are shown before they are doubled, and a reply in the message is none', () => {
  const text = OPENING + MESSAGE;
  assert.equal(dialectIn(text), 's-nail-v');
  assert.deepEqual(summaryOf(text), [ONE]);
  // What the receiver keeps: one dot less on the two lines that begin with one.
  assert.deepEqual(contentOctetsIn(text), [19 + 39 + 2 + 16 + 3 + 6]);
  assert.deepEqual(complaintsOf(text), []);
});

test('runs one after the other', () => {
  const failed =
    's-nail: SMTP server: 550 no\n/home/a/dead.letter 10/227\ns-nail: ... message not sent\n';
  assert.deepEqual(summaryOf(OPENING + failed + OPENING + MESSAGE), [
    'HELO; 220 250; eof; 0 accepted',
    ONE,
  ]);
});

test('a byte order mark and other line ends', () => {
  const text = OPENING.slice(OPENING.indexOf('s-nail: >>>')) + MESSAGE;
  assert.deepEqual(summaryOf(`\ufeff${text}`), [ONE]);
  assert.deepEqual(summaryOf(text.replaceAll('\n', '\r\r\n')), [ONE]);
});

test('cut off at any line', () => {
  for (const { text } of capturesOf('s-nail')) assertPrefixesAgree(text, 's-nail-v');
});
