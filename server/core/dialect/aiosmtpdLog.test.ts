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
import { planText } from '../../../test/support/planText.ts';

const PEER = "('127.0.0.1', 42710)";

/** `S `, `C `, `D ` (message) and notes. */
function log(lines: readonly string[], peer = PEER): string {
  return lines
    .map(line => {
      const text = line.slice(2);
      if (line.startsWith('S ')) return `DEBUG:mail.log:${peer} << b'${text}'\n`;
      if (line.startsWith('C ')) {
        return `DEBUG:mail.log:_handle_client readline: b'${text}\\r\\n'\nINFO:mail.log:${peer} >> b'${text}'\n`;
      }
      if (line.startsWith('D ')) return `DEBUG:mail.log:DATA readline: b'${text}\\r\\n'\n`;
      return `INFO:mail.log:${peer} ${line}\n`;
    })
    .join('');
}

const OPENING = [
  'handling connection',
  'S 220 mx.example',
  'C EHLO client.example',
  'S 250-mx.example',
  'S 250 AUTH LOGIN',
];
const ENVELOPE = [
  'C MAIL FROM:<a@b.example>',
  'S 250 OK',
  'C RCPT TO:<c@d.example>',
  'S 250 OK',
  'C DATA',
  'S 354 go',
];
const MESSAGE = [
  'D From: a@b.example',
  'D Date: Sat, 21 Nov 2026 22:30:00 +0000',
  'D ',
  'D QUIT',
  'D .',
];
const END = ['C QUIT', 'S 221 bye', 'connection lost', 'Connection lost during _handle_client()'];

void test('the message is that of the one connection that is sending one', () => {
  const text = log([...OPENING, ...ENVELOPE, ...MESSAGE, 'S 250 queued', ...END]);
  assert.equal(dialectIn(text), 'aiosmtpd-log');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [66]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('whose a message is is unknown where two are sent at once', () => {
  const other = "('::1', 42711, 0, 0)";
  const text =
    log([...OPENING, ...ENVELOPE]) +
    log([...OPENING, ...ENVELOPE], other) +
    log(MESSAGE) +
    log(['S 250 queued', ...END]) +
    log([...MESSAGE, 'S 250 queued', ...END], other);
  const summary = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';
  assert.deepEqual(summaryOf(text), [summary, summary]);
  assert.deepEqual(contentOctetsIn(text), [null, null]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('the message is not logged', () => {
  const text = log([...OPENING, ...ENVELOPE, 'S 250 queued', ...END]);
  assert.match(summaryOf(text)[0] ?? '', /; quit; 1 accepted$/);
  assert.deepEqual(contentOctetsIn(text), [null]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('what the client answers to AUTH is not logged', () => {
  const auth = ['C AUTH LOGIN', 'S 334 VXNlciBOYW1lAA==', 'S 334 UGFzc3dvcmQA', 'S 235 OK'];
  const text = log([...OPENING, ...auth, ...END]);
  assert.deepEqual(summaryOf(text), [
    'EHLO AUTH QUIT; 220 250 334 334 235 221; quit; 0 accepted; authenticated',
  ]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('answers that were not logged cannot be sent', () => {
  const auth = ['C AUTH LOGIN', 'S 334 VXNlciBOYW1lAA==', 'S 334 UGFzc3dvcmQA', 'S 235 OK'];
  const { problems } = planText(log([...OPENING, ...auth, ...END]));
  assert.ok(problems.some(({ fatal, message }) => fatal && message.includes('not in the')));
});

void test('a TLS handshake on a plain connection is no SMTP', () => {
  const noise = [
    String.raw`C \x16\x03\x01\x02`,
    'S 500 what',
    String.raw`C \x00\x16`,
    'S 500 what',
  ];
  const text = log([...OPENING, ...noise, 'connection lost']);
  assert.deepEqual(summaryOf(text), ['EHLO; 220 250; eof; 0 accepted']);
});

void test('whatever the program puts before its records', () => {
  const text = log([...OPENING, ...ENVELOPE, ...MESSAGE, 'S 250 queued', ...END]);
  const other = text.replaceAll(
    /^\w+:mail\.log:/gm,
    '2026-11-21 22:40:44,421 [12] DEBUG mail.log - ',
  );
  assert.deepEqual(summaryOf(other), summaryOf(text));
});

for (const { name, text } of capturesOf('aiosmtpd')) {
  void test(`${name} may be cut off at any line`, () => {
    assertPrefixesAgree(text, 'aiosmtpd-log');
  });
}
