import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opening } from '../../../test/replay/support.ts';
import { planText, shownStep } from '../../../test/support/planText.ts';
import { withoutStartTls } from './withoutStartTls.ts';

test('the exchange and the handshake go, what follows refers to its own steps', () => {
  const plan = opening()
    .send('STARTTLS')
    .reply(220)
    .tls()
    .send('EHLO client.example')
    .reply(250)
    .send('DATA')
    .reply(354)
    .content()
    .reply(250)
    .plan();
  const steps = withoutStartTls(plan.steps);
  assert.equal(steps.length, plan.steps.length - 3);
  assert.ok(steps.every((step, index) => step.index === index));
  assert.ok(!steps.some(step => step.kind === 'tls'));
  const shown = steps.map(step => {
    if (step.kind === 'send') return `${step.verb} ${step.requires ?? ''}`.trim();
    return step.kind === 'expect' ? `← ${step.answers ?? ''}`.trim() : step.kind;
  });
  assert.deepEqual(shown, ['←', 'EHLO', '← 1', 'EHLO', '← 3', 'DATA', '← 5', 'DATA 6', '← 7']);
});

test('a plan without TLS, or with a STARTTLS that was refused, stays as it is', () => {
  const { steps } = opening().send('STARTTLS').reply(454).plan();
  assert.equal(withoutStartTls(steps), steps);
});

test('a plan for a target without TLS has none', () => {
  const text =
    '# <TLS established>\nS: 220 mx\nC: EHLO a\nS: 250 mx\nC: STARTTLS\nS: 220 go\nC: EHLO a\nS: 250 mx\nC: QUIT\nS: 221 bye\n';
  const { plan } = planText(text, { tls: 'none', pipelining: 'forced' });
  assert.equal(plan.implicitTls, false);
  assert.deepEqual(plan.steps.map(shownStep), [
    '0 ← 220',
    '1 → EHLO "EHLO a\\r\\n"',
    '2 ← 250 to 1',
    '3 → EHLO "EHLO a\\r\\n"',
    '4 ← 250 to 3',
    '5 → QUIT "QUIT\\r\\n"',
    '6 ← 221 to 5',
  ]);
});
