import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanStep, Redacted, ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';
import { sentBefore } from './sentBefore.ts';

const base = { line: 1, endLine: 1 };
const expect = { ...base, kind: 'expect', recorded: null, policy: 'code', verb: '' } as const;
const steps: readonly PlanStep[] = [
  { ...expect, index: 0, answers: null },
  { ...base, index: 1, kind: 'close' },
  { ...expect, index: 2, answers: 1 },
];
const plan: ReplayPlan = {
  version: 1,
  name: 'x',
  protocol: 'smtp',
  implicitTls: false,
  timeoutMs: 1,
  recipients: [],
  receiverDisable: [],
  expectedVerdict: 'passed',
  steps,
};

function sent(step: number, ...texts: string[]): ReplayEvent {
  const lines = texts as unknown as readonly Redacted[];
  const common = { kind: 'sent', purpose: 'command', verb: 'MAIL', octets: 1 } as const;
  return { ...common, step, at: 0, line: 40 + step, lines };
}

test('finds what a reply answers', () => {
  const events = [sent(1, 'MAIL FROM:<a@b.test>'), sent(7, 'QUIT')];
  assert.deepEqual(sentBefore(plan, events, 2), { line: 41, text: 'MAIL FROM:<a@b.test>' });
  assert.equal(sentBefore(plan, events, 0), undefined);
  assert.equal(sentBefore(plan, [], 2), undefined);
});

test('quotes no more than a line of it', () => {
  const long = sent(1, 'x'.repeat(500), 'y', 'z');
  assert.equal(sentBefore(plan, [long], 2)?.text, `${'x'.repeat(120)}… (and 2 more lines)`);
});
