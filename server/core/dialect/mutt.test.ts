import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TS = '[2026-11-21 22:30:00]';
const START = `${TS} Looking up mx.example...
${TS} Connecting to mx.example...
${TS} 4< 220 mx.example ESMTP
${TS} 4> EHLO client.example
${TS} 4< 250-mx.example
${TS} 4< 250 SIZE 10000
${TS} 4> MAIL FROM:<a@b.example>
${TS} 4< 250 OK
${TS} 4> RCPT TO:<c@d.example>
${TS} 4< 250 OK
${TS} 4> DATA
${TS} 4< 354 go
`;
const CONTENT = `${TS} 4> From: a@b.example
${TS} 4> Date: Sat, 21 Nov 2026 22:30:00 +0000
${TS} 4> 
${TS} 4> .${TS} 4> .dot
${TS} 4> .${TS} 4> .
${TS} 4> QUIT
`;
const END = `${TS} 4< 250 queued\n${TS} 4> QUIT\n`;
const ONE = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250; quit; 1 accepted';

test('a doubled dot is a record of its own; the reply to QUIT is not logged', () => {
  const text = `${START}${CONTENT}${TS} 4> .\n${END}`;
  assert.equal(dialectIn(text), 'mutt-debug');
  assert.deepEqual(summaryOf(text), [ONE]);
  assert.deepEqual(contentOctetsIn(text), [19 + 39 + 2 + 6 + 3 + 6]);
  assert.deepEqual(complaintsOf(text), []);
  assertPrefixesAgree(Buffer.from(text), 'mutt-debug');
});

test('at lower levels the message is left out, with its dot or without', () => {
  for (const dot of [`${TS} 4> .\n`, '']) {
    const text = START + dot + END;
    assert.deepEqual(summaryOf(text), [ONE]);
    assert.deepEqual(contentOctetsIn(text), [null]);
    assert.deepEqual(complaintsOf(text), []);
  }
});

test('NeoMutt names the function; IMAP on another socket is none of it', () => {
  const imap = `${TS}<2> mutt_socket_readln_d() 3< * OK ready\n${TS}<2> mutt_socket_write_d() 3> a0001 LOGIN a b\n`;
  const text = imap + (START + END).replaceAll(`${TS} 4`, `${TS}<2> mutt_socket_write_d() 4`);
  assert.deepEqual(summaryOf(text), [ONE]);
});
