import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReport } from './report.ts';

test('reads the counts', () => {
  const report = { passed: 3, failed: 1, pending: 2 };
  assert.deepEqual(parseReport(JSON.stringify({ ...report, other: true })), report);
});

test('takes nothing else for a report', () => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"passed":1}',
    '{"passed":"1","failed":0,"pending":0}',
  ]) {
    assert.equal(parseReport(text), undefined);
  }
});
