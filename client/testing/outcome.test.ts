import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReplayEvent, Verdict } from '../../server/protocol/replay.ts';
import type { SessionReport } from '../replay/runReport.ts';
import { outcomeOf } from './outcome.ts';

function report(verdict: Verdict, more: Partial<SessionReport> = {}): SessionReport {
  return {
    index: 0,
    name: 'session 1',
    verdict,
    expectedVerdict: 'passed',
    matched: 1,
    differed: 0,
    skipped: 0,
    failure: null,
    duration: { connect: 1, tls: 0, total: 5 },
    ...more,
  };
}

const event = (fields: object): ReplayEvent => ({ step: 1, at: 1, ...fields }) as ReplayEvent;
const differed = event({
  kind: 'differed',
  line: 7,
  endLine: 8,
  expected: '450 Later',
  actual: '250 Ok',
  message: 'The code differs.',
});
const refused = event({ kind: 'failed', line: 0, reason: 'refused', message: 'Nothing listens.' });

void describe('a replay as a test', () => {
  test('passes where everything was as recorded', () => {
    assert.deepEqual(outcomeOf(report('passed'), [], 1), { kind: 'passed' });
  });

  test('fails with both sides at the lines of the reply', () => {
    const outcome = outcomeOf(report('differed'), [differed], 1);
    assert.deepEqual(outcome, {
      kind: 'failed',
      messages: [
        {
          text: 'The code differs.',
          line: 7,
          endLine: 8,
          sides: { expected: '450 Later', actual: '250 Ok' },
        },
      ],
    });
  });

  test('is an error where it could not be carried through, at the session where there is no line', () => {
    const outcome = outcomeOf(report('failed'), [differed, refused], 5);
    assert.ok(outcome.kind === 'errored');
    assert.deepEqual(
      outcome.messages.map(({ text, line }) => [text, line]),
      [
        ['The code differs.', 7],
        ['Nothing listens.', 5],
      ],
    );
  });

  test('is judged by the verdict that the transcript expects', () => {
    const expects = { expectedVerdict: 'differed' } as const;
    assert.equal(outcomeOf(report('differed', expects), [differed], 1).kind, 'passed');
    const passed = outcomeOf(report('passed', expects), [], 3);
    assert.ok(passed.kind === 'failed');
    const text = 'The transcript says "# @expect differed", and the replay passed.';
    assert.deepEqual(passed.messages, [{ text, line: 3, endLine: 3 }]);
    assert.equal(outcomeOf(report('failed', expects), [refused], 1).kind, 'errored');
  });

  test('is skipped where it was cancelled, whatever it found before', () => {
    const failure = { reason: 'cancelled', message: 'Cancelled.' } as const;
    const outcome = outcomeOf(report('failed', { failure }), [differed], 1);
    assert.deepEqual(outcome, { kind: 'skipped', reason: 'cancelled' });
  });

  test('never fails without a word, nor with thousands', () => {
    const silent = outcomeOf(report('differed'), [], 2);
    assert.ok(silent.kind === 'failed' && silent.messages.length === 1);
    const many = outcomeOf(report('differed'), Array<ReplayEvent>(5000).fill(differed), 2);
    assert.ok(many.kind === 'failed');
    assert.equal(many.messages.length, 50);
  });
});
