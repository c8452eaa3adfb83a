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

const OPENING = `DEBUG: Jakarta Mail version 2.0.0
DEBUG SMTP: useEhlo true, useAuth false
DEBUG SMTP: trying to connect to host "mx.example", port 25, isSSL false
220 mx.example ESMTP
DEBUG SMTP: connected to host "mx.example", port: 25
EHLO client.example
250-mx.example
250-CHUNKING
250 AUTH PLAIN LOGIN
DEBUG SMTP: Found extension "CHUNKING", arg ""
`;
const ENVELOPE = `MAIL FROM:<a@b.example>
250 OK
RCPT TO:<c@d.example>
250 OK
DEBUG SMTP: Verified Addresses
DEBUG SMTP:   c@d.example
`;
const END = 'QUIT\n221 bye\nsent\n';

void test('message text without marks is content up to the dot', () => {
  const body =
    'From: a@b.example\nDate: Sat, 21 Nov 2026 22:30:00 +0000\n\nDEBUG SMTP: no\n250 no\nQUIT\n..\n.\n';
  const text = `${OPENING}${ENVELOPE}DATA\n354 go\n${body}250 queued\n${END}`;
  assert.equal(dialectIn(text), 'javamail-debug');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [93]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('replies that an exception quotes are none', () => {
  const text = `${OPENING}MAIL FROM:<a@b.example>
250 OK
RCPT TO:<c@d.example>
550-5.1.1 No
550 5.1.1 such user
DEBUG SMTP: MessagingException while sending, THROW: 
jakarta.mail.SendFailedException: Invalid Addresses;
  nested exception is:
\tcom.sun.mail.smtp.SMTPAddressFailedException: 550-5.1.1 No
550 5.1.1 such user

\tat com.sun.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:2064)
RSET
250 OK
${END}550 5.1.1 such user
`;
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT RSET QUIT; 220 250 250 550 250 221; quit; 0 accepted',
  ]);
});

void test('the end of a chunk is printed before the next command', () => {
  const text = `${OPENING}${ENVELOPE}BDAT 32
From: a@b.example
Subject: x
250 32 octets received
XBDAT 8 LAST
250 no
250 queued
${END}`;
  const whole = text
    .replace('BDAT 32\n', 'BDAT 32\n')
    .replace('XBDAT', 'BDAT')
    .replace('BDAT 32', 'BDAT 31');
  assert.deepEqual(contentOctetsIn(whole), [39]);
  assert.deepEqual(contentOctetsIn(text), [40]);
  const summary = 'EHLO MAIL RCPT BDAT BDAT QUIT; 220 250 250 250 250 250 221; quit; 1 accepted';
  assert.deepEqual([...summaryOf(whole), ...summaryOf(text)], [summary, summary]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('a chunk that does not come out even is no reason to misread what follows', () => {
  const text = `${OPENING}${ENVELOPE}BDAT 4000 LAST\nSubject: x\n250 queued\n${END}`;
  assert.equal(summaryOf(text).length, 1);
});

void test('AUTH is not traced', () => {
  const text = `${OPENING}DEBUG SMTP: AUTH LOGIN command trace suppressed
DEBUG SMTP: AUTH LOGIN succeeded
${ENVELOPE}${END}`;
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT QUIT; 220 250 250 250 221; quit; 0 accepted; authenticated',
  ]);
  assert.deepEqual(complaintsOf(text), []);
  const failed = text.replace('succeeded', 'failed');
  assert.doesNotMatch(summaryOf(failed)[0] ?? '', /authenticated/);
});

void test('AUTH is traced, with or without the answers', () => {
  const challenges = [
    'AUTH LOGIN',
    '334 VXNlcm5hbWU6',
    'YWxpY2U=',
    '334 UGFzc3dvcmQ6',
    'c2VjcmV0',
    '235 OK',
  ];
  const summary = 'EHLO AUTH QUIT; 220 250 334 334 235 221; quit; 0 accepted; authenticated';
  assert.deepEqual(summaryOf(`${OPENING}${challenges.join('\n')}\n${END}`), [summary]);
  const hidden = challenges.filter(line => !line.endsWith('=') && line !== 'c2VjcmV0');
  assert.deepEqual(summaryOf(`${OPENING}${hidden.join('\n')}\n${END}`), [summary]);
  assert.deepEqual(complaintsOf(`${OPENING}${hidden.join('\n')}\n${END}`), []);
});

void test('TLS from the start, and a connection that breaks', () => {
  assert.match(summaryOf(OPENING.replace('isSSL false', 'isSSL true') + END)[0] ?? '', /; tls$/);
  const broken = `${OPENING}${ENVELOPE}DATA\n354 go\nSubject: x\nDEBUG SMTP: IOException while sending, closing, THROW: \njava.net.SocketException: Broken pipe\n`;
  assert.match(summaryOf(broken)[0] ?? '', /; drop; 0 accepted/);
});

void test('two sessions in one log', () => {
  assert.equal(summaryOf(OPENING + END + OPENING + ENVELOPE).length, 2);
});

void test('IMAP is something else', () => {
  assert.notEqual(
    dialectIn('DEBUG: Jakarta Mail version 2.0.0\nDEBUG IMAP: trying\n* OK x\n'),
    'javamail-debug',
  );
});

for (const folder of ['javamail', 'jakartamail']) {
  for (const { name, text } of capturesOf(folder)) {
    void test(`${folder}/${name} may be cut off at any line`, () => {
      assertPrefixesAgree(text, 'javamail-debug');
    });
  }
}
