import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import { readLimits } from './sessionLimits.ts';

const read = (values: string | undefined): Record<string, number> =>
  Object.fromEntries(readLimits(values));

test('limits are read in any letter case', () => {
  assert.deepEqual(read('RCPTMAX=20 mailmax=5'), { RCPTMAX: 20, MAILMAX: 5 });
  const others = 'RCPTDOMAINMAX=999999 OTHER_FLAG OTHER-VALUE=a=b';
  assert.deepEqual(read(others), { RCPTDOMAINMAX: 999_999 });
});

test('a malformed limit counts for nothing, a broken list does so as a whole', () => {
  assert.deepEqual(read('RCPTMAX=0 MAILMAX=7'), { MAILMAX: 7 });
  assert.deepEqual(read('RCPTMAX=1000000 MAILMAX=07'), {});
  assert.deepEqual(read('RCPTMAX MAILMAX=7'), { MAILMAX: 7 });
  assert.deepEqual(read('RCPTMAX=5;6 MAILMAX=7'), {});
  assert.deepEqual(read('RCPTMAX=5  MAILMAX=7'), {});
  assert.deepEqual(read(undefined), {});
  assert.deepEqual(read(''), {});
});

function exceeded(...lines: readonly string[]): string[] {
  const text = ['S: 220 mx.example ESMTP ready', ...lines, 'C: QUIT', 'S: 221 Bye', ''].join('\n');
  return lintText(text)
    .filter(({ rule }) => rule === 'limits-exceeded')
    .map(({ message, line }) => `${String(line + 1)} ${message}`);
}

const hello = (...offers: readonly string[]): string[] => [
  'C: EHLO client.example',
  'S: 250-mx.example',
  ...offers.map((offer, at) => `S: 250${at === offers.length - 1 ? ' ' : '-'}${offer}`),
];
const MAIL = ['C: MAIL FROM:<a@client.example>', 'S: 250 OK'];
const RSET = ['C: RSET', 'S: 250 OK'];
const rcpt = (address: string): string[] => [`C: RCPT TO:<${address}>`, 'S: 250 OK'];

test('each hello replaces the limits, also one without any', () => {
  const one = hello('LIMITS MAILMAX=1');
  assert.equal(exceeded(...one, ...MAIL, ...RSET, ...MAIL, ...RSET).length, 1);
  const lifted = [...one, ...MAIL, ...RSET, ...hello('HELP'), ...MAIL, ...RSET];
  assert.deepEqual(exceeded(...lifted), []);
});

test('domains are counted by the session and without letter case', () => {
  const lines = hello('LIMITS RCPTDOMAINMAX=1');
  const first = [...MAIL, ...rcpt('b@one.example'), ...rcpt('c@ONE.example'), ...RSET];
  assert.deepEqual(exceeded(...lines, ...first), []);
  const second = [...MAIL, ...rcpt('b@two.example'), ...rcpt('b@three.example'), ...RSET];
  const found = exceeded(...lines, ...first, ...second);
  assert.equal(found.length, 1);
  assert.match(found[0] ?? '', /^15 3 domains .* exceed LIMITS RCPTDOMAINMAX=1\.$/);
});

test('recipients are counted by the transaction, each once reported', () => {
  const lines = hello('LIMITS RCPTMAX=1');
  const two = [...MAIL, ...rcpt('b@mx.example'), ...rcpt('c@mx.example'), ...RSET];
  assert.equal(exceeded(...lines, ...two, ...two).length, 2);
  const single = [...MAIL, ...rcpt('b@mx.example'), ...RSET];
  assert.deepEqual(exceeded(...lines, ...single, ...single), []);
});
