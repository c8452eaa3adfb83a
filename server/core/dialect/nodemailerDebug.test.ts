import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';
import { planText } from '../../../test/support/planText.ts';

const STAMP = '[2026-11-21 22:40:44]';

/** Records of one connection. */
function log(records: readonly string[], id = 'aB3'): string {
  return records
    .map(text => {
      const level = /^(?:<\d+ bytes|Connection|Secure|User )/.test(text) ? 'INFO ' : 'DEBUG';
      return `${STAMP} ${level} [${id}] ${text}\n`;
    })
    .join('');
}

const OPENING = [
  'Connection established to 127.0.0.1:25',
  'S: 220 mx.example ESMTP',
  'C: EHLO client.example',
  'S: 250-mx.example',
  'S: 250-PIPELINING',
  'S: 250 AUTH PLAIN LOGIN',
];
const ENVELOPE = [
  'C: MAIL FROM:<a@b.example>',
  'C: RCPT TO:<c@d.example>',
  'C: DATA',
  'S: 250 OK',
  'S: 250 OK',
  'S: 354 go',
];
const MESSAGE = ['From: a@b.example', 'Date: Sat, 21 Nov 2026 22:30:00 +0000', ''];
const SENT = ['<75 bytes encoded mime message (source size 70 bytes)>', 'S: 250 queued'];
const CLOSED = ['Closing connection to the server using "end"'];

void test('content lines that look like something else are content', () => {
  const decoys = ['QUIT', 'S: 250 no', 'S: 550 no', 'C: RSET', 'Connection closed'];
  // The last of the decoys would be an INFO record if it were one.
  const body = log(decoys).replace('INFO ', 'DEBUG');
  const text = log([...OPENING, ...ENVELOPE, ...MESSAGE]) + body + log(['.', ...SENT, ...CLOSED]);
  assert.equal(dialectIn(text), 'nodemailer-debug');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA; 220 250 250 250 354 250; eof; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [60 + decoys.join('..').length + 2]);
});

void test('characters of the message are octets', () => {
  const text = log([
    ...OPENING,
    ...ENVELOPE,
    ...MESSAGE,
    'gr\u00c3\u00bc\u00c3\u009fe',
    '.',
    ...SENT,
  ]);
  assert.deepEqual(contentOctetsIn(text), [60 + 9]);
});

void test('the dot was not logged, but the end of the message was', () => {
  const text = log([...OPENING, ...ENVELOPE, ...MESSAGE, ...SENT, 'C: QUIT', 'S: 221 bye']);
  assert.match(summaryOf(text)[0] ?? '', /^EHLO MAIL RCPT DATA QUIT; .* 250 221; quit; 1 accepted/);
  assert.deepEqual(contentOctetsIn(text), [null]);
});

void test('connections that mix', () => {
  const one = log([...OPENING, ...ENVELOPE], 'one').split(/(?<=\n)/);
  const two = log([...OPENING, 'C: QUIT', 'S: 221 bye'], 'two').split(/(?<=\n)/);
  const mixed = one.flatMap((line, at) => [line, two[at] ?? '']).join('');
  assert.deepEqual(
    sessionsIn(mixed).map(({ connection, endedBy }) => [connection, endedBy]),
    [
      ['one', 'unknown'],
      ['two', 'quit'],
    ],
  );
});

void test('masked secrets are neither judged nor sent', () => {
  for (const secret of [
    'AUTH PLAIN AGFsaWNlAC8qIHNlY3JldCAqLw==',
    'AUTH PLAIN YWIvKiBzZWNyZXQgKi94',
    'AUTH PLAIN Lyogc2VjcmV0ICov',
  ]) {
    const text = log([...OPENING, `C: ${secret}`, 'S: 235 2.7.0 OK', 'C: QUIT', 'S: 221 bye']);
    assert.deepEqual(complaintsOf(text), []);
    assert.ok(planText(text).problems.some(({ message }) => message.includes('masked')));
  }
});

void test('TLS from the start and after STARTTLS', () => {
  const secure = log(['Secure connection established to 127.0.0.1:465', ...OPENING.slice(1)]);
  assert.match(summaryOf(secure)[0] ?? '', /; tls$/);
  const upgraded = log([
    ...OPENING,
    'C: STARTTLS',
    'S: 220 go',
    'Connection upgraded with STARTTLS',
  ]);
  assert.match(summaryOf(upgraded)[0] ?? '', /; tls$/);
});

void test('records of pino and bunyan', () => {
  const entry = (tnx: string, msg: string): string =>
    `${JSON.stringify({ level: 20, time: 1795300844000, component: 'smtp-connection', sid: 'x', tnx, msg })}\n`;
  const text =
    entry('network', 'Connection established to 127.0.0.1:25') +
    entry('server', '220 mx.example') +
    entry('client', 'EHLO client.example') +
    entry('server', '250-mx.example\n250 8BITMIME') +
    entry('client', 'MAIL FROM:<a@b.example>') +
    entry('server', '250 OK') +
    entry('client', 'RCPT TO:<c@d.example>') +
    entry('server', '250 OK') +
    entry('client', 'DATA') +
    entry('server', '354 go') +
    entry('message', 'From: a@b.example\r\n\r\n250 no\r\n.') +
    entry('message', '<20 bytes encoded mime message (source size 9 bytes)>') +
    entry('server', '250 queued') +
    entry('smtp', 'Closing connection to the server using "end"');
  assert.equal(dialectIn(text), 'nodemailer-debug');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA; 220 250 250 250 354 250; eof; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [29]);
  const reordered = text.replaceAll(/\{(.*),("msg":.*)\}/g, '{$2,$1}');
  assert.deepEqual(summaryOf(reordered), summaryOf(text));
});

for (const { name, text } of capturesOf('nodemailer')) {
  void test(`${name} may be cut off at any line`, () => {
    assertPrefixesAgree(text, 'nodemailer-debug');
  });
}
