import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const CONNECTED = '*   Trying 192.0.2.1:25...\n* Connected to mx.example (192.0.2.1) port 25\n';
const DIALOGUE = `< 220 mx.example ESMTP
> EHLO client.example
< 250-mx.example
< 250 SIZE 1000
> MAIL FROM:<a@b.example>
< 250 OK
> RCPT TO:<c@d.example>
< 250 OK
> DATA
< 354 go
} [339 bytes data]
< 250 queued
`;
const LEFT = '* Connection #0 to host mx.example left intact\n';
const ONE = 'EHLO MAIL RCPT DATA; 220 250 250 250 354 250; unknown; 1 accepted';

test('neither the message nor the goodbye is missed', () => {
  const text = CONNECTED + DIALOGUE + LEFT;
  assert.equal(dialectIn(text), 'curl-v');
  assert.deepEqual(summaryOf(text), [ONE]);
  assert.deepEqual(complaintsOf(text), []);
});

test('another connection is another session, one that is used again is not', () => {
  const again = '* Re-using existing connection #0 with host mx.example\n';
  const more = DIALOGUE.slice(DIALOGUE.indexOf('> MAIL'));
  assert.deepEqual(summaryOf(CONNECTED + DIALOGUE + LEFT + CONNECTED + DIALOGUE), [ONE, ONE]);
  assert.deepEqual(summaryOf(CONNECTED + DIALOGUE + LEFT + again + more), [
    'EHLO MAIL RCPT DATA MAIL RCPT DATA; 220 250 250 250 354 250 250 250 354 250; unknown; 2 accepted',
  ]);
});

test('a try that fails is no session', () => {
  const failed =
    '*   Trying [2001:db8::1]:25...\n* connect to 2001:db8::1 port 25 failed: Connection refused\n';
  assert.deepEqual(summaryOf(failed + CONNECTED + DIALOGUE), [ONE]);
  assert.deepEqual(summaryOf(`${failed}* Closing connection 0\n`, 'curl-v'), []);
});

test('HTTP, IMAP, POP3 and FTP look the same and are something else', () => {
  const http = `${CONNECTED}> GET / HTTP/1.1\n> Host: x\n> \n< HTTP/1.1 200 OK\n< Server: 220 x\n< \n`;
  const imap = `${CONNECTED}< * OK ready\n> A001 CAPABILITY\n< * CAPABILITY IMAP4rev1\n< A001 OK done\n`;
  const pop = `${CONNECTED}< +OK ready\n> CAPA\n< +OK\n< SASL PLAIN\n< .\n`;
  const ftp = `${CONNECTED}< 220 (vsFTPd 3.0.3)\n> USER anonymous\n< 331 password\n> PASS x\n< 230 in\n`;
  for (const text of [http, imap, pop, ftp]) {
    assert.notEqual(dialectIn(text), 'curl-v');
    assert.deepEqual(summaryOf(text + LEFT + CONNECTED + DIALOGUE), [ONE]);
  }
});

test('a tunnel through a proxy is not part of the dialogue', () => {
  const tunnel =
    '> CONNECT mx.example:25 HTTP/1.1\n> Host: mx.example:25\n> \n< HTTP/1.1 200 Connection established\n< \n';
  assert.deepEqual(summaryOf(CONNECTED + tunnel + DIALOGUE), [ONE]);
});

test('the progress meter shares its line with what comes next', () => {
  const meter = '  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0';
  const text = (CONNECTED + DIALOGUE)
    .replace('*   Trying', `\r${meter}*   Trying`)
    .replace('< 250 queued', `\r${meter}\r${meter}< 250 queued`);
  assert.deepEqual(summaryOf(text), [ONE]);
});

test('times and connection numbers before the mark', () => {
  const stamped = (CONNECTED + DIALOGUE).replace(/^/gm, '22:37:42.663693 [0-0] ').trimEnd();
  assert.deepEqual(summaryOf(stamped), [ONE]);
});

test('what is said to a connection that broke never arrives', () => {
  const text = `${CONNECTED}< 220 mx.example ESMTP\n> EHLO c.example\n* response reading failed (errno: 115)\n> QUIT\n* response reading failed (errno: 115)\n* Closing connection 0\n`;
  assert.deepEqual(summaryOf(text), ['EHLO; 220; drop; 0 accepted']);
});

test('lines without a mark are what curl wrote to its output', () => {
  const text = `${CONNECTED}< 220 mx.example ESMTP\n> VRFY a\n< 252 maybe\n252 maybe\nQUIT\n`;
  assert.deepEqual(summaryOf(text), ['VRFY; 220 252; unknown; 0 accepted']);
});

test('a paste without notes', () => {
  const text = DIALOGUE.replace(/^} .*\n/m, '').replaceAll('\n', '\r\n');
  assert.equal(dialectIn(text), 'curl-v');
  assert.deepEqual(summaryOf(text), [ONE]);
});

test('cut off at any line', () => {
  for (const { text, name } of capturesOf('curl')) {
    if (name.startsWith('v-') && !name.includes('http')) assertPrefixesAgree(text, 'curl-v');
  }
});
