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

const SESSION = String.raw`Connection opened: mx.example:25
-> "220 mx.example says \"hi\" \u00fc\r\n"
<- "EHLO client.example\r\n"
-> "250-mx.example\r\n"
-> "250 SIZE\r\n"
<- "MAIL FROM:<a@b.example>\r\n"
-> "250 OK\r\n"
<- "RCPT TO:<c@d.example>\r\n"
-> "250 OK\r\n"
<- "DATA\r\n"
-> "354 go\r\n"
writing message from String
wrote 91 bytes
-> "250 queued\r\n"
<- "QUIT\r\n"
-> "221 bye\r\n"
`;

void test('the arrows point the other way, and the message is not shown', () => {
  assert.equal(dialectIn(SESSION), 'ruby-netsmtp');
  assert.deepEqual(summaryOf(SESSION), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(SESSION), [null]);
  assert.deepEqual(complaintsOf(SESSION), []);
});

void test('what Rails writes between and before', () => {
  const text = SESSION.replaceAll(
    /^(?=-> "250 OK)/gm,
    'Sent mail to c@d.example (12ms)\n',
  ).replaceAll(/^(?=->|<-)/gm, 'D, [2026-11-21T22:40:44 #12] DEBUG -- : ');
  assert.equal(dialectIn(text), 'ruby-netsmtp');
  assert.deepEqual(summaryOf(text), summaryOf(SESSION));
});

void test('two sessions, the first broken off', () => {
  const broken = SESSION.slice(0, SESSION.indexOf('-> "250 queued'));
  const text = `${broken}EOFError: end of file reached\n${SESSION}`;
  assert.deepEqual(
    summaryOf(text).map(line => line.split('; ')[2]),
    ['drop', 'quit'],
  );
});

void test('Net::HTTP prints the same way', () => {
  const http = '<- "GET / HTTP/1.1\\r\\n"\n-> "HTTP/1.1 200 OK\\r\\n"\n';
  assert.notEqual(dialectIn(http), 'ruby-netsmtp');
});

for (const { name, text } of capturesOf('ruby-netsmtp')) {
  void test(`${name} may be cut off at any line`, () => {
    assertPrefixesAgree(text, 'ruby-netsmtp');
  });
}
