import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText, shownStep } from '../../../test/support/planText.ts';
import { smtp } from '../../core/dialect/smtp.ts';
import { durationOf } from '../../core/transcript/directive/duration.ts';

import { readTranscript } from '../../core/transcript/readTranscript.ts';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { headPolicyOf } from './directives.ts';
import { planOf } from './plan.ts';

const SESSION = 'S: 220 mx\nC: EHLO a\nS: 250 mx\nC: QUIT\nS: 221 bye\n';

test('directives say what a session is called, needs and expects', () => {
  const { plan, problems } = planText(
    `# @name A message\n# @timeout 1500ms\n# @expect failed\n# @target mx.example:25\n` +
      `# @receiver disable ehlo, PIPELINING\n# @receiver disable DSN\n# @x-own thing\n${SESSION}`,
  );
  assert.deepEqual(problems, []);
  assert.equal(plan.name, 'A message');
  assert.equal(plan.timeoutMs, 1500);
  assert.equal(plan.expectedVerdict, 'failed');
  assert.deepEqual(plan.receiverDisable, ['EHLO', 'PIPELINING', 'DSN']);
});

test('without directives the options hold, and without options the defaults', () => {
  const usual = planText(SESSION).plan;
  assert.deepEqual(
    [usual.name, usual.timeoutMs, usual.expectedVerdict],
    ['session 1', 30_000, 'passed'],
  );
  assert.equal(planText(SESSION, { timeoutMs: 7 }).plan.timeoutMs, 7);
  assert.equal(planText(`# @timeout 2s\n${SESSION}`, { timeoutMs: 7 }).plan.timeoutMs, 2000);
});

test('directives say how a session is run, and win over the options', () => {
  const text =
    '# @pipelining Lockstep\n# @on-difference stop\n# @proxy v2 unknown\n# @var a=1\n# @var a=2\n';
  const { plan, problems } = planText(`${text}${SESSION}`, {
    pipelining: 'forced',
    onDifference: 'continue',
  });
  assert.deepEqual(problems, []);
  assert.equal(plan.onDifference, 'stop');
  assert.deepEqual(plan.proxy, { version: 2, source: null, destination: null });
  assert.deepEqual(plan.values, { a: '2' });
  assert.equal(planText(SESSION, { onDifference: 'stop' }).plan.onDifference, 'stop');
});

test('@match in the head of a file is for all its sessions', () => {
  const octets = Buffer.from(`# @match exact\n${SESSION}\n# --- new session ---\n${SESSION}`);
  const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect: smtp })];
  const [first, second] = chunks;
  assert.ok(first && second);
  assert.equal(headPolicyOf(first), 'exact');
  const [session] = second.sessions;
  assert.ok(session);
  const policies = (more: object): readonly string[] =>
    planOf(second, session, {
      index: 1,
      firstLine: 9,
      policy: 'class',
      ...more,
    }).plan.steps.flatMap(step => (step.kind === 'expect' ? [step.policy] : []));
  assert.deepEqual(policies({ filePolicy: 'exact' }), ['exact', 'exact', 'exact']);
  assert.deepEqual(policies({}), ['class', 'class', 'class']);
  const late = readTranscript(Buffer.from(`${SESSION}# @match exact\n`), {
    scanner: bufferScanner,
    dialect: smtp,
  });
  const [chunk] = [...late];
  assert.ok(chunk);
  assert.equal(headPolicyOf(chunk), undefined);
});

test('@match holds from its line on', () => {
  const text =
    '# @match exact\nS: 220 mx\nC: EHLO a\n# @match class\nS: 250 mx\nC: QUIT\nS: 221 bye\n';
  const replies = (policy?: 'enhanced') =>
    planText(text, policy && { policy })
      .plan.steps.filter(step => step.kind === 'expect')
      .map(shownStep);
  assert.deepEqual(replies(), ['0 ← 220 exact', '2 ← 250 to 1 class', '4 ← 221 to 3 class']);
  const own = planText(SESSION, { policy: 'enhanced' }).plan.steps.map(shownStep);
  assert.equal(own[0], '0 ← 220 enhanced');
});

test('a wrong value is told with its line and changes nothing', () => {
  const wrong = ['timeout never', 'expect maybe', 'tls perhaps', 'receiver enable X', 'match most'];
  const text = wrong.map(directive => `# @${directive}\n`).join('');
  const { plan, problems } = planText(`${text}${SESSION}`);
  assert.deepEqual(
    problems.map(({ line, message, fatal }) => [line, message.split(' ')[0], fatal]),
    [
      [1, '@timeout', false],
      [2, '@expect', false],
      [3, '@tls', false],
      [4, '@receiver', false],
      [5, '@match', false],
    ],
  );
  const usual = planText(SESSION).plan;
  assert.deepEqual({ ...plan, steps: [] }, { ...usual, steps: [] });
});

test('durations', () => {
  assert.deepEqual(
    ['5s', '1500ms', '2m', '3', '4 s'].map(durationOf),
    [5000, 1500, 120_000, 3000, 4000],
  );
  for (const wrong of [
    '',
    '0',
    '0ms',
    '-1s',
    '1h',
    '5 s later',
    '2000m',
    '9999999999',
    undefined,
  ]) {
    assert.equal(durationOf(wrong), undefined, wrong);
  }
});
