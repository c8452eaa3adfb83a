import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultTitle } from './resultTitle.ts';
import type { SessionReport } from './runReport.ts';

const passed: SessionReport = {
  index: 0,
  name: 'session 1',
  verdict: 'passed',
  expectedVerdict: 'passed',
  matched: 7,
  differed: 0,
  skipped: 0,
  failure: null,
  duration: { connect: 1, tls: 0, total: 12 },
};

test('says in a few words how a session went', () => {
  const differed = { ...passed, verdict: 'differed', differed: 2 } as const;
  const failure = { reason: 'timeout', message: 'No reply came within 30 s.' } as const;
  const stopped = { reason: 'cancelled', message: 'The replay was cancelled.' } as const;
  const cases: readonly (readonly [SessionReport, string])[] = [
    [passed, '✓ passed, 12 ms'],
    [differed, '✗ 2 differences'],
    [{ ...differed, differed: 1 }, '✗ 1 difference'],
    [{ ...passed, verdict: 'failed', failure }, '✗ failed: timeout'],
    [{ ...passed, verdict: 'failed', failure: stopped }, '■ stopped'],
    [{ ...differed, expectedVerdict: 'differed' }, '✓ differed as expected, 12 ms'],
    [{ ...passed, expectedVerdict: 'failed' }, '✗ passed, expected failed'],
  ];
  for (const [report, title] of cases) assert.equal(resultTitle(report), title);
});
