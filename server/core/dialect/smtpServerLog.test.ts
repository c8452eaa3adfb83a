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

function log(records: readonly string[], id = 'a1b2'): string {
  return records
    .map(
      text => `[2026-11-21 22:40:44] ${/^Conn/.test(text) ? 'INFO ' : 'DEBUG'} [#${id}] ${text}\n`,
    )
    .join('');
}

const SESSION = [
  'Connection from client.example',
  'S: 220 mx.example ESMTP',
  'C: EHLO client.example',
  'S: 250-mx.example',
  '250-PIPELINING',
  '250 AUTH PLAIN LOGIN',
  'C: AUTH PLAIN /* secured */',
  'S: 235 OK',
  'C: MAIL FROM:<a@b.example>',
  'S: 250 OK',
  'C: RCPT TO:<c@d.example>',
  'S: 250 OK',
  'C: DATA',
  'S: 354 go',
  'C: <218 bytes of DATA>',
  'S: 250-first',
  '250 last',
  'C: QUIT',
  'S: 221 bye',
  'Connection closed to client.example',
];

void test('only the first line of a reply is marked', () => {
  const text = log(SESSION);
  assert.equal(dialectIn(text), 'smtp-server-log');
  assert.deepEqual(summaryOf(text), [
    'EHLO AUTH MAIL RCPT DATA QUIT; 220 250 235 250 250 354 250 221; quit; 1 accepted; authenticated',
  ]);
  assert.deepEqual(contentOctetsIn(text), [null]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('replies of connections that mix stay apart', () => {
  const one = log(SESSION, 'one').split(/(?<=\n)/);
  const two = log(SESSION, 'two').split(/(?<=\n)/);
  const mixed = one.flatMap((line, at) => [line, two[at] ?? '']).join('');
  assert.deepEqual(summaryOf(mixed), [...summaryOf(one.join('')), ...summaryOf(two.join(''))]);
});

void test('a note with three digits is no reply', () => {
  const text = log([...SESSION.slice(0, 6), '250 something', ...SESSION.slice(17)]);
  assert.match(summaryOf(text)[0] ?? '', /^EHLO QUIT; 220 250 221; quit/);
});

void test('the connection ends in the message', () => {
  const text = log([...SESSION.slice(0, 14), 'Connection closed to client.example']);
  assert.match(summaryOf(text)[0] ?? '', /; drop; 0 accepted/);
});

void test('records of bunyan', () => {
  const entry = (tnx: string, msg: string): string =>
    `${JSON.stringify({ level: 20, time: '2026-11-21T22:40:44.000Z', tnx, cid: 'x', msg })}\n`;
  const text =
    entry('connection', 'Connection from client.example') +
    entry('send', 'S: 220 mx.example') +
    entry('command', 'C: EHLO client.example') +
    entry('send', 'S: 250-mx.example\r\n250 8BITMIME') +
    entry('command', 'C: QUIT') +
    entry('send', 'S: 221 bye') +
    entry('close', 'Connection closed to client.example');
  assert.equal(dialectIn(text), 'smtp-server-log');
  assert.deepEqual(summaryOf(text), ['EHLO QUIT; 220 250 221; quit; 0 accepted']);
});

for (const { name, text } of capturesOf('npm-smtp-server')) {
  void test(`${name} may be cut off at any line`, () => {
    assertPrefixesAgree(text, 'smtp-server-log');
  });
}
