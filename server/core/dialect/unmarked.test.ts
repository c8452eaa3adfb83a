import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const wire = (...lines: string[]): string => lines.map(line => `${line}\r\n`).join('');
const OPENING = [
  '220 mx.example ESMTP',
  'EHLO client.example',
  '250-mx.example',
  '250 CHUNKING',
  'MAIL FROM:<a@client.example>',
  '250 OK',
  'RCPT TO:<b@mx.example>',
  '250 OK',
];

void test('both directions as on the wire', () => {
  const text = wire(
    ...OPENING,
    'DATA',
    '354 go',
    'S: x',
    '',
    '# y',
    '250 z',
    '.',
    '250 ok',
    'QUIT',
    '221 bye',
  );
  assert.equal(dialectIn(text), 'both-ways-unmarked');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [6 + 2 + 5 + 7]);
});

void test('the same written by hand, with LF or with notes, is a .smtp file', () => {
  assert.equal(dialectIn(wire(...OPENING).replaceAll('\r', '')), 'smtp');
  assert.equal(dialectIn(wire('# a note', ...OPENING)), 'smtp');
});

void test('AUTH: answers, an empty one, and one that looks like a word', () => {
  const text = wire(
    ...OPENING.slice(0, 4),
    'AUTH LOGIN',
    '334 VXNlcm5hbWU6',
    'QUIT',
    '334 UGFzc3dvcmQ6',
    '',
    '535 5.7.8 no',
    'QUIT',
    '221 bye',
  );
  assert.deepEqual(summaryOf(text), ['EHLO AUTH QUIT; 220 250 334 334 535 221; quit; 0 accepted']);
});

void test('BDAT, with look-alikes in the chunk', () => {
  const text = wire(
    ...OPENING,
    'BDAT 18 LAST',
    '250 no reply',
    'QUIT',
    '250 ok',
    'QUIT',
    '221 bye',
  );
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT BDAT QUIT; 220 250 250 250 250 221; quit; 1 accepted',
  ]);
});

void test('several connections one after the other', () => {
  const text = wire(...OPENING, 'QUIT', '221 bye');
  assert.equal(summaryOf(text + text).length, 2);
});

void test('captures that are cut off anywhere', () => {
  for (const { text } of capturesOf('go-smtp')) {
    assertPrefixesAgree(text, 'both-ways-unmarked');
  }
});
