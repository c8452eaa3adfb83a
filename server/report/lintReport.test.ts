import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addedCounts, countsOf, totalOf } from './lintReport.ts';
import type { ReportedFinding } from './lintReport.ts';
import type { Severity } from '../core/rule/rule.ts';
import { renderFindings, renderStatistics, renderSummary } from './lintText.ts';
import { styleFor } from './style.ts';

const plain = styleFor('plain');

function found(line: number, severity: Severity, rule = 'some-rule'): ReportedFinding {
  return { rule, severity, line, column: 1, endLine: line, endColumn: 2, message: 'What is.' };
}

test('counts count all', () => {
  const one = countsOf([found(1, 'hint'), found(2, 'error'), found(3, 'error')]);
  assert.deepEqual(one, { error: 2, warning: 0, information: 0, hint: 1 });
  assert.equal(totalOf(one), 3);
  assert.deepEqual(addedCounts(one, one), { error: 4, warning: 0, information: 0, hint: 2 });
});

test('the first finding of a rule says why and what to do', () => {
  const findings = [found(1, 'error'), found(2, 'error'), found(3, 'hint', 'other')];
  const text = renderFindings(
    { file: 'a.smtp', dialect: 'smtp', findings, omitted: 7 },
    plain,
    rule => (rule === 'other' ? undefined : { why: 'Because.', advice: 'Do it.' }),
  );
  assert.equal(
    text,
    [
      'a.smtp:1:1: error: What is. [some-rule]',
      '    Because.',
      '    Do it.',
      'a.smtp:2:1: error: What is. [some-rule]',
      'a.smtp:3:1: hint: What is. [other]',
      'a.smtp: … and 7 more, none more severe',
      '',
    ].join('\n'),
  );
});

test('a file name cannot act on the terminal', () => {
  const file = `a\u001b[2J\n\u009b${'x'.repeat(300)}.smtp`;
  const text = renderFindings(
    { file, dialect: 'smtp', findings: [found(1, 'hint')] },
    plain,
    () => undefined,
  );
  assert.ok(text.startsWith(`a\\x1b[2J\\n\\x9b${'x'.repeat(300)}.smtp:1:1: hint`), text);
});

test('without findings nothing but the summary', () => {
  assert.equal(
    renderFindings({ file: 'a', dialect: 'smtp', findings: [] }, plain, () => undefined),
    '',
  );
  assert.equal(renderSummary(countsOf([]), 1, plain), 'nothing found in 1 file');
  const counts = { error: 1, warning: 2, information: 3, hint: 1 };
  assert.equal(
    renderSummary(counts, 2, plain),
    '1 error, 2 warnings, 3 information, 1 hint in 2 files',
  );
});

test('statistics are a column of counts', () => {
  assert.equal(renderStatistics([['a-rule', 12]]), '      12  a-rule\n');
});
