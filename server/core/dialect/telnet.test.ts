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

const OPENING = `Trying 192.0.2.1...
Connected to mx.example.
Escape character is '^]'.
`;
const DIALOGUE = `220 mx.example ESMTP
EHLO client.example
250-mx.example
250 SIZE 1000
MAIL FROM:<a@client.example>
250 OK
RCPT TO:<b@mx.example>
250 OK
DATA
354 go
From: a@client.example
Date: Sat, 21 Nov 2026 22:30:00 +0000

Connected to nothing.
Connection closed by foreign host.
EHLO is not a command here
250 not a reply
..dot
.
250 queued
QUIT
221 bye
Connection closed by foreign host.
`;
const ALL = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

void test('a telnet window, whatever its line ends', () => {
  const text = OPENING + DIALOGUE;
  assert.equal(dialectIn(text), 'telnet');
  for (const end of ['\n', '\r\n', '\r\r\n']) {
    assert.deepEqual(summaryOf(text.replaceAll('\n', end)), [ALL]);
  }
  assert.deepEqual(contentOctetsIn(text.replaceAll('\n', '\r\n')), [175]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('each connection is a session, and the shell between them is none', () => {
  const text = `bob@box:~$ telnet mx.example 25
${OPENING}${DIALOGUE}bob@box:~$ telnet mx.example 25
${OPENING}${DIALOGUE}bob@box:~$ exit
logout
`;
  assert.deepEqual(summaryOf(text), [ALL, ALL]);
});

void test('the connection closes in the message: only where nothing follows', () => {
  const [head = ''] = DIALOGUE.split('Connection closed');
  const cut = `${OPENING}${head}Connection closed by foreign host.\n`;
  assert.deepEqual(summaryOf(cut), ['EHLO MAIL RCPT DATA; 220 250 250 250 354; drop; 0 accepted']);
});

void test('421, a refused connection, and leaving by the escape character', () => {
  const closed = `${OPENING}421 busy\nConnection closed by foreign host.\n`;
  assert.deepEqual(summaryOf(closed), ['; 421; 421; 0 accepted']);
  const left = `${OPENING}220 mx.example ESMTP\nEHLO c\n250 mx\n^]\ntelnet> quit\nConnection closed.\n`;
  assert.deepEqual(summaryOf(left), ['EHLO; 220 250; eof; 0 accepted']);
  const refused = 'Trying 192.0.2.1...\ntelnet: Unable to connect to remote host: refused\n';
  assert.deepEqual(summaryOf(refused, 'telnet'), []);
});

void test('rubbed out characters and colours are no part of the line', () => {
  const typed = `${OPENING}220 mx.example ESMTP
EHLP\b \bO cl\u001b[1mient\u001b[0m.examplx\b\u001b[Ke
250 mx.example
MAIL FROM:<a@b.exampel\b\b\u001b[Kle>
250 OK
qqq\b \b\b \b\b \bQUIT
221 bye
`;
  assert.deepEqual(summaryOf(typed), ['EHLO MAIL QUIT; 220 250 250 221; quit; 0 accepted']);
  assert.deepEqual(complaintsOf(typed), []);
});

void test('other protocols in a telnet window are not taken for SMTP', () => {
  assert.equal(dialectIn(`${OPENING}+OK POP3 ready\nUSER bob\n+OK\n`), 'smtp');
  assert.equal(dialectIn(`${OPENING}GET / HTTP/1.0\n\nHTTP/1.1 200 OK\n`), 'smtp');
  assert.equal(dialectIn(`${OPENING}220 FTP server\nUSER bob\n331 password\n`), 'smtp');
});

void test('captures that are cut off anywhere', () => {
  for (const { text } of [...capturesOf('telnet'), ...capturesOf('expect')]) {
    assertPrefixesAgree(text, 'telnet');
    assert.deepEqual(summaryOf(text.subarray(4), 'telnet').length, 1);
  }
});
