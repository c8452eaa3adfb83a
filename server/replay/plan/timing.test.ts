import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../test/support/planText.ts';

const TIMED = [
  '# 10:00:00',
  'S: 220 mx',
  '# 10:00:02.500',
  'C: EHLO a',
  '# 10:00:03',
  'S: 250 mx',
  'C: MAIL FROM:<a@b>',
  'S: 250 ok',
  '# 10:00:13',
  'C: QUIT',
  'S: 221 bye',
  '',
].join('\n');

function pauses(text: string, speed?: number): readonly unknown[] {
  const { plan } = planText(text, speed === undefined ? {} : { speed });
  return plan.steps
    .filter(step => step.kind === 'send')
    .map(step => (step.delayMs === undefined ? 0 : `${step.delayWhy} ${step.delayMs}`));
}

test('the recorded client waits as it did, or so many times shorter', () => {
  assert.deepEqual(pauses(TIMED, 1), ['timing 2500', 0, 'timing 10000']);
  assert.deepEqual(pauses(TIMED, 10), ['timing 250', 0, 'timing 1000']);
  assert.deepEqual(pauses(`# @speed 100\n${TIMED}`), ['timing 25', 0, 'timing 100']);
});

test('without a speed nothing waits, and a sleep wins over the timing', () => {
  assert.deepEqual(pauses(TIMED), [0, 0, 0]);
  assert.deepEqual(pauses(TIMED, 0), [0, 0, 0]);
  const slept = TIMED.replace('C: QUIT', '# @sleep 7ms\nC: QUIT');
  assert.deepEqual(pauses(slept, 10), ['timing 250', 0, 'sleep 7']);
});

test('over midnight a clock without a date goes on, one that was set back does not count', () => {
  const at = (first: string, second: string): readonly unknown[] =>
    pauses(`# ${first}\nS: 220 mx\n# ${second}\nC: QUIT\nS: 221 bye\n`, 1);
  assert.deepEqual(at('23:59:59', '00:00:01'), ['timing 2000']);
  assert.deepEqual(at('10:00:01', '10:00:00'), [0]);
});
