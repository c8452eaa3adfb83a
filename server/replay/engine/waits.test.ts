import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../test/support/planText.ts';
import { Waits } from './waits.ts';

const TEXT =
  'S: 220 mx\nC: EHLO a\nS: 250 mx\nC: MAIL FROM:<a@b>\nS: 250 1\nC: RCPT TO:<c@d>\nS: 250 2\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\n';

function minutes(options: Parameters<typeof planText>[1]): readonly number[] {
  const { plan } = planText(TEXT, options);
  const waits = new Waits(plan);
  return plan.steps
    .filter(step => step.kind === 'expect')
    .map(
      step => waits.reply(step.answers === null ? undefined : plan.steps[step.answers]) / 60_000,
    );
}

test('RFC 5321 §4.5.3.2: greeting 5, MAIL 5, RCPT 5, DATA 2, message 10 minutes', () => {
  assert.deepEqual(minutes({ timeouts: 'rfc' }), [5, 5, 5, 5, 2, 10]);
  const { write, usual } = new Waits({ timeoutMs: 1, timeouts: 'rfc' });
  assert.deepEqual([write, usual], [180_000, 300_000]);
});

test('a timeout that is given is that of every wait', () => {
  assert.deepEqual(minutes({ timeoutMs: 120_000 }), [2, 2, 2, 2, 2, 2]);
  const { write, usual } = new Waits({ timeoutMs: 7 });
  assert.deepEqual([write, usual], [7, 7]);
});
