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

const BEFORE = `=== Trying mx.example:25...
=== Connected to mx.example.
<-  220 mx.example ESMTP
 -> EHLO client.example
<-  250 mx.example
 -> MAIL FROM:<a@b.example>
<-  250 OK
 -> RCPT TO:<c@d.example>
<-  250 OK
 -> DATA
<-  354 go
`;
const BODY = [
  'From: a@b.example',
  '',
  '=== Trying 1...',
  '<-  250 y',
  '250 z',
  '*** x',
  ' -> QUIT',
];
const AFTER = `<-  250 queued
 -> QUIT
<-  221 bye
=== Connection closed with remote host.
`;
const ONE = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';
const LENGTH = BODY.join('\r\n').length + 2;

function withBody(before: string, mark: string, after: string): string {
  return before + [...BODY, '.'].map(line => `${mark}${line}\n`).join('') + after;
}

test('a body of lines that look like marks, with marks and without', () => {
  const bare = (text: string): string => text.replace(/^(?: ->|<-) {1,2}/gm, '');
  const texts = [
    withBody(BEFORE, ' -> ', AFTER),
    withBody(BEFORE.replaceAll(' -> ', ''), '', AFTER.replaceAll(' -> ', '')),
    withBody(bare(BEFORE), '', bare(AFTER)),
  ];
  for (const text of texts) {
    assert.equal(dialectIn(text), 'swaks');
    assert.deepEqual(summaryOf(text), [ONE]);
    assert.deepEqual(contentOctetsIn(text), [LENGTH]);
    assert.deepEqual(summaryOf(text + text), [ONE, ONE]);
  }
});

test('without marks and without a dot the message ends at the first mark', () => {
  const lost = `${BEFORE.replaceAll(' -> ', '')}From: a\n*** Remote host closed connection unexpectedly.\n`;
  assert.deepEqual(summaryOf(lost), ['EHLO MAIL RCPT DATA; 220 250 250 250 354; drop; 0 accepted']);
});

test('a connection that is refused is no session', () => {
  const refused = '=== Trying mx.example:25...\n*** Error connecting to mx.example:25:\n';
  assert.deepEqual(summaryOf(refused + withBody(BEFORE, ' -> ', AFTER)), [ONE]);
});

test('a timeout is marked as a reply and is none', () => {
  const text = `${BEFORE.slice(0, BEFORE.indexOf('<-  250 OK'))}<** Timeout (2 secs) waiting for server response\n -> QUIT\n<** Timeout (2 secs) waiting for server response\n`;
  assert.deepEqual(summaryOf(text), ['EHLO MAIL QUIT; 220 250; quit-noreply; 0 accepted']);
});

test('--show-raw-text repeats everything, --dump holds no dialogue', () => {
  const raw = `  > 0000: 51 55 49 54  0D 0A                                    QUIT..          \n<   0000: 32 32 31 20  0D 0A                                    221...          \n`;
  const text = withBody(BEFORE, ' -> ', AFTER).replace('<-  221', `${raw}<-  221`);
  assert.deepEqual(summaryOf(text), [ONE]);
  const dump = 'App Info:\n  X-Mailer = swaks v1 x\n\nSMTP Info:\nDATA = yes\nQUIT = no\n';
  assert.deepEqual(summaryOf(dump), []);
});

test('hidden client lines', () => {
  const server = withBody(BEFORE, ' -> ', AFTER).replace(/^ -> .*\n/gm, '');
  assert.deepEqual(summaryOf(server), ['; 220 250 250 250 354 250 221; quit; 1 accepted']);
  assert.deepEqual(complaintsOf(server), []);
});

test('cut off at any line', () => {
  for (const { text, name } of capturesOf('swaks')) {
    if (!name.includes('hints')) assertPrefixesAgree(text, 'swaks');
  }
});
