import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TARGET = 'lettre::transport::smtp::client::connection';

function log(
  lines: readonly string[],
  prefix = `2026-11-21T22:30:00.123456Z DEBUG ${TARGET}: `,
): string {
  return lines.map(line => `${prefix}${line}\n`).join('');
}

const LINES = [
  '<< 220 mx.example ESMTP<CRLF>',
  'Wrote: EHLO client.example<CRLF>',
  '<< 250-mx.example<CRLF>',
  '<< 250-mx.example<CRLF>250-8BITMIME<CRLF>',
  '<< 250-mx.example<CRLF>250-8BITMIME<CRLF>250 AUTH PLAIN<CRLF>',
  'server mx.example with {EightBitMime}',
  'Wrote: MAIL FROM:<a@b.example><CRLF>',
  '<< 250 OK<CRLF>',
  'Wrote: RCPT TO:<c@d.example><CRLF>',
  '<< 250 OK<CRLF>',
  'Wrote: DATA<CRLF>',
  '<< 354 Start mail input; end with <CRLF>.<CRLF><CRLF>',
  'Wrote: From: a@b.example<CRLF>Date: Sat, 21 Nov 2026 22:30:00 +0000<CRLF><CRLF>250 no<CRLF>..',
  'Wrote: <CRLF>.<CRLF>',
  '<< 250 queued<CRLF>',
  'Wrote: QUIT<CRLF>',
  '<< 221 bye<CRLF>',
];
const SUMMARY = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

void test('a reply that grows line by line is one reply', () => {
  const text = log(LINES);
  assert.equal(dialectIn(text), 'lettre');
  assert.deepEqual(summaryOf(text), [SUMMARY]);
  assert.deepEqual(contentOctetsIn(text), [71]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('other formats of the log', () => {
  assert.deepEqual(summaryOf(log(LINES, `[2026-11-21T22:30:00Z DEBUG ${TARGET}] `)), [SUMMARY]);
  assert.deepEqual(
    summaryOf(log(LINES, `DEBUG ${TARGET.replace('connection', 'async_connection')}: `)),
    [SUMMARY],
  );
});

void test('TLS', () => {
  const text = log([
    ...LINES.slice(0, 5),
    'Wrote: STARTTLS<CRLF>',
    '<< 220 go<CRLF>',
    'connection encrypted',
    ...LINES.slice(1, 5),
  ]);
  assert.match(summaryOf(text)[0] ?? '', /^EHLO STARTTLS EHLO; 220 250 220 250; .*; tls$/);
});

void test('other programs write too', () => {
  assert.notEqual(dialectIn('Wrote: a file\n<< 220 bytes\n'), 'lettre');
});
