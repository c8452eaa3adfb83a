import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { messageSummaryOf } from './messageSummary.ts';

const summary = (text: string) => messageSummaryOf(Buffer.from(text, 'latin1'));

test('unfolds, decodes, takes the first and stops at the empty line', () => {
  assert.deepEqual(
    summary('FROM: =?utf-8?Q?J=C3=BCrgen?=\r\n <j@example.org>\r\nSubject: a\r\nSubject: b\r\n'),
    { from: 'Jürgen <j@example.org>', subject: 'a' },
  );
  assert.deepEqual(summary('X: y\r\n\r\nSubject: body\r\n'), { from: '', subject: '' });
});

test('control and direction characters never come out', () => {
  const { subject } = summary('Subject: a\x1B[2Jb =?utf-8?B?4oCuG10=?=\r\n');
  assert.doesNotMatch(subject, /[\p{Cc}\u202E]/u);
});

test('any octets give a short summary, in bounded time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), octets => {
      const { from, subject } = messageSummaryOf(octets);
      assert.ok(from.length <= 200 && subject.length <= 200);
    }),
  );
  const started = Date.now();
  summary(`Subject: ${'=?'.repeat(200_000)}`);
  summary(`Subject: x\r\n${' =?utf-8?B?AA\r\n'.repeat(5000)}`);
  assert.ok(Date.now() - started < 1000);
});
