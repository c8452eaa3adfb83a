import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TEXT = `SMTP connection from client/192.0.2.9, new connection count: 1
Server: 220 mx.example ESMTP SubEthaSMTP null
Client: EHLO client.example
Server: 250-mx.example
250-8BITMIME
250 Ok
Client: MAIL FROM:<a@b.example>
Server: 250 Ok
Client: RCPT TO:<c@d.example>
Server: 250 Ok
Client: DATA
Server: 354 go
Server: 250 Ok
Client: QUIT
Server: 221 Bye
`.replace(/^(?=S|C)/gm, '07 May 2026 17:23:55 DEBUG org.subethamail.smtp.server.Session - ');
const ONE = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

test('the message is left out, and further lines of a reply have no mark', () => {
  assert.equal(dialectIn(TEXT), 'subetha-smtp');
  assert.deepEqual(summaryOf(TEXT + TEXT), [ONE, ONE]);
  assert.deepEqual(complaintsOf(TEXT), []);
  assertPrefixesAgree(Buffer.from(TEXT), 'subetha-smtp');
});

test('a client that goes away', () => {
  const gone = `${TEXT.slice(0, TEXT.indexOf('07 May', 200))}Session - no more lines from client\n`;
  assert.deepEqual(summaryOf(gone, 'subetha-smtp'), ['; 220; eof; 0 accepted']);
});
