import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const OLD = `< 220 mx.example ESMTP\r
> EHLO client.example
< 250-mx.example\r
< 250 SIZE 1000\r
> MAIL FROM:<a@b.example>
< 250 OK\r
> RCPT TO:<c@d.example>
< 250 OK\r
> DATA
< 354 go\r
> .
< 250 queued\r
`;
const ONE = 'EHLO MAIL RCPT DATA; 220 250 250 250 354 250; unknown; 1 accepted';

test('neither message nor goodbye are printed, and line ends are mixed', () => {
  assert.equal(dialectIn(OLD), 'symfony-debug');
  assert.deepEqual(summaryOf(OLD), [ONE]);
  assert.deepEqual(complaintsOf(OLD), []);
});

test('newer versions print the time', () => {
  const stamped = OLD.replace(/^(?=[<>])/gm, '[2026-11-21T22:30:00.123456+00:00] ');
  assert.equal(dialectIn(stamped), 'symfony-debug');
  assert.deepEqual(summaryOf(stamped), [ONE]);
  assert.deepEqual(summaryOf(stamped.replaceAll('\r', '')), [ONE]);
});

test('the text of an exception repeats replies without a mark', () => {
  const failed = `${OLD.slice(0, OLD.indexOf('> RCPT'))}
Expected response code "250" but got code "550", with message "550-no\r
550-5.1.1 such\r
550 user".
`;
  assert.deepEqual(summaryOf(failed), ['EHLO MAIL; 220 250 250; unknown; 0 accepted']);
});

test('a quoted mail is something else', () => {
  assert.notEqual(dialectIn('> EHLO I said\n> MAIL FROM: you\nno\n'), 'symfony-debug');
});

test('cut off at any line', () => {
  for (const { text } of capturesOf('symfony-mailer')) assertPrefixesAgree(text, 'symfony-debug');
});
