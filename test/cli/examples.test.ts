import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { runCli } from './support.ts';

/** What each example deserves; every file of the folder has to be here. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  '01-helo-two-recipients.smtp': ['helo-instead-of-ehlo'],
  '02-ehlo-extensions.smtp': [],
  '03-ehlo-refused.smtp': [],
  '04-bare-dialogue.smtp': [],
  '05-unknown-user.smtp': [],
  '06-breaks-off-in-data.smtp': ['missing-dot-terminator'],
  '07-starttls.smtp': [],
  '08-difference.smtp': ['abandoned-transaction'],
};

test('each example is linted as it deserves', async () => {
  const files = await readdir(new URL('../../examples/', import.meta.url));
  assert.deepEqual(
    files.filter(file => file.endsWith('.smtp')).sort(),
    Object.keys(EXPECTED).sort(),
  );
  const { stdout } = await runCli(['lint', '--format', 'json', 'examples']);
  const report = JSON.parse(stdout) as {
    files: { file: string; findings: { rule: string }[] }[];
  };
  const found = report.files.map(({ file, findings }) => [
    file.replace('examples/', ''),
    findings.map(({ rule }) => rule),
  ]);
  assert.deepEqual(Object.fromEntries(found), EXPECTED);
});
