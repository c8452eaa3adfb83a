import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionReport } from './runReport.ts';
import { sessionLine, summaryText } from './summaryText.ts';

const PASSED: SessionReport = {
  index: 0,
  name: 'session 1',
  verdict: 'passed',
  expectedVerdict: 'passed',
  matched: 7,
  differed: 0,
  skipped: 0,
  failure: null,
  duration: { connect: 0.8, tls: 0, total: 41.2 },
};
const DIFFERED: SessionReport = { ...PASSED, verdict: 'differed', matched: 1, differed: 2 };
const target = 'the embedded receiver';

test('one session is one sentence', () => {
  assert.equal(
    summaryText({ sessions: [PASSED], target }),
    'Replay of session 1 passed: 7 replies as recorded, against the embedded receiver in 41 ms.',
  );
  assert.equal(
    summaryText({ sessions: [DIFFERED], target }),
    'Replay of session 1 differed: 2 replies differ, 1 reply as recorded, against the embedded receiver in 41 ms.',
  );
});

test('an expected difference is called so, and a missing one as well', () => {
  const expected = { ...DIFFERED, expectedVerdict: 'differed' } as const;
  assert.match(summaryText({ sessions: [expected], target }), /differed as expected:/);
  const missing = { ...PASSED, expectedVerdict: 'differed' } as const;
  assert.match(summaryText({ sessions: [missing], target }), /passed, expected differed:/);
});

test('a failure says why', () => {
  const failure = { reason: 'refused', message: 'Nothing listens there.' } as const;
  const failed = { ...PASSED, verdict: 'failed', matched: 0, skipped: 9, failure } as const;
  assert.equal(
    summaryText({ sessions: [failed], target }),
    'Replay of session 1 failed: Nothing listens there, 9 steps not run, against the embedded receiver in 41 ms.',
  );
});

test('a run that the user stopped is no failure', () => {
  const failure = { reason: 'cancelled', message: 'The replay was cancelled.' } as const;
  const stopped = { ...PASSED, verdict: 'failed', matched: 2, skipped: 3, failure } as const;
  assert.equal(
    summaryText({ sessions: [stopped], target }),
    'Replay of session 1 stopped: 2 replies as recorded, 3 steps not run, against the embedded receiver in 41 ms.',
  );
  const expected = { ...stopped, expectedVerdict: 'failed' } as const;
  assert.match(summaryText({ sessions: [expected], target }), /stopped: /);
});

test('several sessions are counted, and the first that went wrong is named', () => {
  const sessions = [PASSED, { ...DIFFERED, name: 'greylisted' }, PASSED];
  assert.equal(
    summaryText({ sessions, target }),
    '2 of 3 sessions went as expected against the embedded receiver (124 ms). First: greylisted, 2 replies differ, 1 reply as recorded.',
  );
  assert.equal(summaryText({ sessions: [], target }), 'Nothing was replayed.');
});

test('a line tells the timings', () => {
  const secured = { ...PASSED, duration: { connect: 0.84, tls: 12.3, total: 1641 } };
  assert.equal(
    sessionLine(secured),
    'session 1: passed: 7 replies as recorded (total 1.6 s, connect 0.8 ms, TLS 12 ms)',
  );
});
