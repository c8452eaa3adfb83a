import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ReportedFinding } from '../../server/report/lintReport.ts';
import { renderFindings } from '../../server/report/lintText.ts';
import { styleFor } from '../../server/report/style.ts';

interface Matcher {
  readonly name: string;
  readonly pattern: { readonly regexp: string };
}

const manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { contributes: { problemMatchers: readonly Matcher[] } };
const [matcher] = manifest.contributes.problemMatchers;
assert.equal(matcher?.name, 'smtp-transcript');
const pattern = new RegExp(matcher.pattern.regexp);

const FINDING: ReportedFinding = {
  rule: 'reply-missing',
  severity: 'information',
  line: 12,
  column: 3,
  endLine: 12,
  endColumn: 7,
  message: 'No reply to "RCPT": see line 9: error: x [y] z.',
};

/** What VS Code would make a problem of. */
function problemsIn(file: string, finding: ReportedFinding): string[][] {
  const explain = (): { why: string; advice: string } => ({ why: 'Why.', advice: 'Do.' });
  const row = { file, dialect: 'smtp', findings: [finding], omitted: 3 };
  const text = renderFindings(row, styleFor('plain'), explain);
  return text.split('\n').flatMap(line => {
    const found = pattern.exec(line);
    return found === null ? [] : [found.slice(1, 7)];
  });
}

test('each finding is one problem, with its place, severity, message and rule', () => {
  const { message, rule } = FINDING;
  for (const file of ['a.smtp', 'made by me/ä b.smtp', 'C:\\x\\y.smtp', '/tmp/1:2:3: x.smtp']) {
    const expected = [file, '12', '3', 'information', message, rule];
    assert.deepEqual(problemsIn(file, FINDING), [expected]);
    assert.deepEqual(problemsIn(file, { ...FINDING, fix: 'unsafe' }), [expected]);
  }
});

test('a long line takes no long time', () => {
  const started = performance.now();
  const long = 'a:1:1: error: b [c] '.repeat(1_000);
  assert.equal(pattern.exec(`${long}!`), null);
  assert.ok(performance.now() - started < 2_000);
});
