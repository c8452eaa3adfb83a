import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const DIALOGUE: readonly (readonly ['S' | 'C', string])[] = [
  ['S', '220 mx.example ESMTP'],
  ['C', 'EHLO client.example'],
  ['S', '250-mx.example'],
  ['S', '250 SIZE 1000'],
  ['C', 'MAIL FROM:<a@client.example>'],
  ['S', '250 OK'],
  ['C', 'RCPT TO:<b@mx.example>'],
  ['S', '250 OK'],
  ['C', 'DATA'],
  ['S', '354 go'],
  ['C', 'Subject: x'],
  ['C', 'Date: Sat, 21 Nov 2026 22:30:00 +0000'],
  ['C', 'From: a@client.example'],
  ['C', ''],
  ['C', '250 no reply'],
  ['C', 'EHLO no command'],
  ['C', '.'],
  ['S', '250 queued'],
  ['C', 'QUIT'],
  ['S', '221 bye'],
];
const ALL = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

const clock = (at: number): string => `10:${String(at + 10)}:05`;
const FORMS: Readonly<Record<string, (side: 'S' | 'C', at: number) => string>> = {
  names: side => (side === 'S' ? 'Server: ' : 'Client: '),
  'lower case': side => (side === 'S' ? 's: ' : 'c: '),
  'S> and C>': side => (side === 'S' ? 'S> ' : 'C> '),
  'two arrows': side => (side === 'S' ? '<< ' : '>> '),
  'two arrows, as the server sees it': side => (side === 'S' ? '>> ' : '<< '),
  'one arrow': side => (side === 'S' ? '< ' : '> '),
  'signs for arrows': side => (side === 'S' ? '\u2190 ' : '\u2192 '),
  'received and sent': side => (side === 'S' ? 'RECV: ' : 'SEND: '),
  'RFC 821': side => (side === 'S' ? 'R: ' : 'S: '),
  'a time before': (side, at) => `[${clock(at)}] ${side}: `,
  'a time and arrows': (side, at) => `${clock(at)}.123 ${side === 'S' ? '<<<' : '>>>'} `,
  'a process before': (side, at) => `${String(900 + at * 7)}: ${side === 'S' ? 'in' : 'out'}> `,
};

for (const [name, mark] of Object.entries(FORMS)) {
  void test(`marks learnt from the text: ${name}`, () => {
    const text = DIALOGUE.map(([side, line], at) => `${mark(side, at)}${line}\n`).join('');
    assert.equal(dialectIn(text), 'marked');
    assert.deepEqual(summaryOf(text), [ALL]);
    assert.deepEqual(contentOctetsIn(text), [12 + 39 + 24 + 2 + 14 + 17]);
    assert.deepEqual(complaintsOf(text), []);
    const trimmed = text.replaceAll(/ +$/gm, '').replaceAll('\n', '\r\n');
    assert.deepEqual(summaryOf(trimmed), [ALL]);
  });
}

void test('further lines without a mark: of a reply, and of the message', () => {
  const text = `Server: 220 mx.example ESMTP
Client: EHLO client.example
Server: 250-mx.example
250-PIPELINING
250 SIZE 1000
Client: MAIL FROM:<a@client.example>
Server: 250 OK
Client: RCPT TO:<b@mx.example>
Server: 250 OK
Client: DATA
Server: 354 go
Client: Subject: x

250 no reply
.
Server: 250 queued
somebody's remark
Client: QUIT
Server: 221 bye
`;
  assert.deepEqual(summaryOf(text), [ALL]);
});

void test('an excerpt without a greeting', () => {
  const text = 'C> MAIL FROM:<a@b.example>\nS> 250 OK\nC> RCPT TO:<c@d.example>\nS> 550 no\n';
  assert.equal(dialectIn(text), 'marked');
  assert.deepEqual(summaryOf(text), ['MAIL RCPT; 250 550; unknown; 0 accepted']);
});

void test('texts that only look so', () => {
  const source = 'send("EHLO x")\nexpect("220 ")\nsend("QUIT")\nexpect("221 ")\n';
  assert.equal(dialectIn(source), 'smtp');
  const prose =
    'The server says: 220 mail\nand the client says: EHLO you\nand so on\nfor hours\nand more\n';
  assert.deepEqual(sessionsIn(prose), []);
  assert.equal(dialectIn(prose), 'smtp');
});
