import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const TEXT = `mail: S: 220 mx.example ESMTP
mail: C: EHLO client.example
mail: S: 250-mx.example
mail: S: 250 AUTH PLAIN
mail: C: AUTH PLAIN ***
mail: S: 235 ok
mail: C: MAIL FROM:<a@b.example>
mail: S: 250 OK
mail: C: RCPT TO:<c@d.example>
mail: S: 250 OK
mail: C: DATA
mail: S: 354 go
mail: C: (data...)
mail: S: 250 queued
mail: C: QUIT
mail: S: 221 bye
`;
const ONE =
  'EHLO AUTH MAIL RCPT DATA QUIT; 220 250 235 250 250 354 250 221; quit; 1 accepted; authenticated';

test('the message may be left out, or printed', () => {
  assert.equal(dialectIn(TEXT), 'mailutils-trace');
  assert.deepEqual(summaryOf(TEXT), [ONE]);
  assert.deepEqual(complaintsOf(TEXT), []);
  const shown = `mail: C: From: a@b.example\nmail: C: Date: Sat, 21 Nov 2026 22:30:00 +0000\nmail: C: \nmail: C: S: 250 no\nmail: C: (data...) ***\nmail: C: .`;
  assert.deepEqual(summaryOf(TEXT.replace('mail: C: (data...)', shown)), [ONE]);
});

test('cut off at any line', () => {
  for (const { text } of capturesOf('mailutils')) assertPrefixesAgree(text, 'mailutils-trace');
});
