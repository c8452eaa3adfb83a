import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

/** The screen of nc: what the server says ends with CR CR LF, what is typed with CR LF. */
function screen(lines: readonly string[]): string {
  return lines
    .map(line => (line.startsWith('<') ? `${line.slice(1)}\r\r\n` : `${line}\r\n`))
    .join('');
}

const OPENING = [
  '<220 mx.example ESMTP',
  'EHLO client.example',
  '<250 mx.example',
  'MAIL FROM:<a@client.example>',
  '<250 OK',
  'RCPT TO:<b@mx.example>',
  '<250 OK',
  'DATA',
  '<354 go',
  'Subject: x',
  '',
];

void test('the line ends tell a reply from content that looks like one', () => {
  const text = screen([
    ...OPENING,
    '250 no reply',
    '421 neither',
    '.',
    '<250 queued',
    'QUIT',
    '<221 bye',
  ]);
  assert.equal(dialectIn(text), 'terminal-raw');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [12 + 2 + 14 + 13]);
});

void test('an editor takes each CR for a line end, so that replies are followed by nothing', () => {
  const hello = ['<220 mx.example', 'EHLO client.example', '<250-mx.example', '<250 SIZE'];
  const rest = [
    '<354 go',
    'Subject: x',
    '',
    '550 no reply',
    '',
    '.',
    '<250 queued',
    'QUIT',
    '<221 bye',
  ];
  const mail = ['MAIL FROM:<a@client.example>', '<250 OK', 'RCPT TO:<b@mx.example>', '<250 OK'];
  const text = screen([...hello, ...mail, 'DATA', ...rest]);
  for (const end of ['\n', '\r\n']) {
    const opened = text.split(/\r\n|\r|\n/).join(end);
    assert.equal(dialectIn(opened), 'terminal-raw');
    assert.deepEqual(summaryOf(opened), summaryOf(text));
    assert.deepEqual(contentOctetsIn(opened), [12 + 2 + 14 + 2]);
  }
});

void test('the server gives up in the middle of the message', () => {
  const text = screen([...OPENING, 'half', '<421 timeout']);
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA; 220 250 250 250 354 421; 421; 0 accepted',
  ]);
});

void test('what nc says, and what the server logs on the same terminal, is no command', () => {
  const text = `Connection to mx.example 25 port [tcp/smtp] succeeded!\n${screen([
    '<220 mx.example ESMTP',
    'NOOP',
    '<250 OK',
    '2026-11-21 22:48:04.023 [5208] 1xUtsJ log line',
    'QUIT',
    '<221 bye',
  ])}`;
  assert.equal(dialectIn(text), 'terminal-raw');
  assert.deepEqual(summaryOf(text), ['NOOP QUIT; 220 250 221; quit; 0 accepted']);
});

void test('captures that are cut off anywhere', () => {
  for (const { name, text } of [...capturesOf('nc'), ...capturesOf('ncat')]) {
    if (name.startsWith('terminal')) assertPrefixesAgree(text, 'terminal-raw');
  }
});
