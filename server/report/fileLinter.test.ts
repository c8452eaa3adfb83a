import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smtp } from '../core/dialect/smtp.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { FileLinter, lintedFile } from './fileLinter.ts';
import type { LintedChunks } from './fileLinter.ts';

const GOOD = ['S: 220 mx.example.org', 'C: EHLO a.example.org', 'S: 250 mx.example.org'];
const HINTS = [...GOOD, 'C: quit', 'S: 221 bye'];
const ERRORS = [...GOOD, 'C: FROB', 'S: 500 no', 'C: QUIT', 'S: 221 bye'];

function lint(sessions: readonly (readonly string[])[], most: number): LintedChunks {
  const linter = new FileLinter(
    { profile: 'default', severities: { 'unknown-command': 'error' } },
    { most },
  );
  const octets = Buffer.from(sessions.map(lines => `${lines.join('\n')}\n`).join('\n'));
  let base = 1;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect: smtp })) {
    const first = base;
    linter.add(chunk, { first: first === 1, fileLine: line => first + line });
    base += chunk.sourceLines.count - 1;
  }
  return lintedFile([{ linted: linter.stretch(), lines: 0 }], most);
}

test('the most severe findings survive the cap, in the order of the file; all are counted', () => {
  const wrongs = [ERRORS.with(3, 'C: FROB x'), ...Array<string[]>(40).fill(HINTS), ERRORS, ERRORS];
  const all = lint(wrongs, 1000);
  const capped = lint(wrongs, 3);
  assert.equal(all.counts.error, 3);
  assert.deepEqual(capped.counts, all.counts);
  assert.deepEqual(capped.byRule, all.byRule);
  assert.deepEqual(
    capped.findings,
    all.findings.filter(({ severity }) => severity === 'error'),
  );
});

test('a comment for the whole file counts in every chunk', () => {
  const off = [['# @disable-file unknown-command', ...ERRORS], ERRORS];
  assert.equal(lint(off, 10).byRule.get('unknown-command'), undefined);
});
