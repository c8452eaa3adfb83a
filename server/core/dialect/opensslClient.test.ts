import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const DUMP = `CONNECTED(00000003)
depth=0 CN = mx.example
verify error:num=18:self-signed certificate
verify return:1
---
Certificate chain
 0 s:CN = mx.example
-----BEGIN CERTIFICATE-----
MIIDRjCCAi6gAwIBAgIUXomo
-----END CERTIFICATE-----
---
SSL handshake has read 1695 bytes and written 410 bytes
---
`;
const TICKET = `---
Post-Handshake New Session Ticket arrived:
SSL-Session:
    Protocol  : TLSv1.3
    TLS session ticket:
    0000 - 32 35 30 20-c8 6f 15 e4 62 95 3b ae b5 4f 11 22   250 .o..b.;..O."

    Start Time: 1795302463
---
read R BLOCK
`;
const TYPED = `EHLO client.example
250-mx.example
250 SIZE 1000
MAIL FROM:<a@client.example>
250 OK
`;

void test('STARTTLS on a terminal: what is left of the first EHLO, then the dialogue over TLS', () => {
  const text = `${DUMP}250 AUTH PLAIN\n${TICKET}${TICKET}${TYPED}QUIT\n221 bye\nclosed\n`;
  assert.equal(dialectIn(text), 'openssl-s_client');
  assert.deepEqual(summaryOf(text), ['EHLO MAIL QUIT; 250 250 250 221; quit; 0 accepted; tls']);
});

void test('TLS from the first octet; a ticket between command and reply; the connection breaks', () => {
  const text = `${DUMP}220 mx.example ESMTP\nEHLO client.example\n${TICKET}250 mx.example\nMAIL FROM:<a@b.example>\nread:errno=104\n`;
  assert.deepEqual(summaryOf(text), ['EHLO MAIL; 220 250; drop; 0 accepted; tls']);
});

void test('rules and dumps in content are content, but for a real ticket', () => {
  const text = `${DUMP}220 mx.example ESMTP\n${TYPED}RCPT TO:<b@mx.example>\n250 OK\nDATA\n354 go\nSubject: x\n\n---\nread R BLOCK\n${TICKET}CONNECTED(00000003)\n.\n250 ok\nQUIT\n221 bye\n`;
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted; tls',
  ]);
});

void test('each call is a session', () => {
  const text = `${DUMP}220 mx.example ESMTP\n${TYPED}QUIT\n221 bye\nclosed\n`;
  assert.equal(summaryOf(text + text).length, 2);
});

void test('a certificate without a dialogue is none', () => {
  assert.deepEqual(summaryOf(DUMP), []);
  assert.equal(dialectIn(`${DUMP}HTTP/1.1 200 OK\n`), 'smtp');
});

void test('captures that are cut off anywhere', () => {
  for (const { text } of capturesOf('openssl')) assertPrefixesAgree(text, 'openssl-s_client');
});
