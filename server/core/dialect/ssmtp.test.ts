import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TEXT = `[<-] 220 mx.example ESMTP
[->] EHLO client.example
[<-] 250 SMTPUTF8
[->] STARTTLS
[<-] 220 go
[->] EHLO client.example
[<-] 250 HELP
[->] AUTH LOGIN
[<-] 334 VXNlcm5hbWU6
[->] YWxpY2U=
[<-] 334 UGFzc3dvcmQ6
[<-] 235 ok
[->] MAIL FROM:<a@b.example>
[<-] 250 OK
[->] RCPT TO:<c@d.example>
[<-] 250 OK
[->] DATA
[<-] 354 go
[->] From: a@b.example
[->] Date: Sat, 21 Nov 2026 22:30:00 +0000
[->] 
[->] [<-] 250 no
[->] QUIT
[->] .
[<-] 250 queued
[->] QUIT
[<-] 221 bye
`;

test('the password is sent without a word, and extensions are not shown', () => {
  assert.equal(dialectIn(TEXT), 'ssmtp-v');
  assert.deepEqual(summaryOf(TEXT), [
    'EHLO STARTTLS EHLO AUTH MAIL RCPT DATA QUIT; 220 250 220 250 334 334 235 250 250 354 250 221; quit; 1 accepted; tls; authenticated',
  ]);
  assert.deepEqual(contentOctetsIn(TEXT), [19 + 39 + 2 + 13 + 6]);
  assert.deepEqual(complaintsOf(TEXT), []);
});

test('cut off at any line', () => {
  assertPrefixesAgree(Buffer.from(TEXT), 'ssmtp-v');
});
