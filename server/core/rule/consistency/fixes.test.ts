import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import { parseMarked } from '../../../../test/support/markers.ts';
import { RULES } from '../registry.ts';
import type { Fix } from '../rule.ts';
import type { LintOptions } from '../run.ts';

const STRICT: LintOptions = { profile: 'strict', severities: {} };

function applied(text: string, fix: Fix): string {
  const edits = [...fix.edits].sort((a, b) => b.at.start - a.at.start);
  return edits.reduce(
    (now, { at, text: inserted }) => now.slice(0, at.start) + inserted + now.slice(at.end),
    text,
  );
}

function mended(rule: string, text: string): string {
  const found = lintText(text, STRICT).find(finding => finding.rule === rule);
  assert.ok(found?.finding.fix, rule);
  assert.equal(found.finding.fix.safe, false);
  const result = applied(text, found.finding.fix);
  assert.equal(
    lintText(result, STRICT).some(finding => finding.rule === rule),
    false,
    result,
  );
  return result;
}

function exampleOf(id: string): string {
  const example = RULES.find(rule => rule.id === id)?.examples.bad[0];
  assert.ok(example);
  return parseMarked(example).text;
}

test('a mark of TLS is put where the handshake took place', () => {
  const text = mended('tls-mark-missing', exampleOf('tls-mark-missing'));
  assert.match(text, /S: 220 Go ahead\n# <TLS established>\nC: EHLO/);
});

test('a mark is put between two sessions, in the line ends of the file', () => {
  const text = exampleOf('session-boundary-unmarked');
  assert.match(
    mended('session-boundary-unmarked', text),
    /S: 221 Bye\n# --- new session ---\nS: 220/,
  );
  const crlf = mended('session-boundary-unmarked', text.replaceAll('\n', '\r\n'));
  assert.match(crlf, /S: 221 Bye\r\n# --- new session ---\r\nS: 220/);
});

test('sessions in the bare form may follow one another, and are told apart the same way', () => {
  const bare = exampleOf('session-boundary-unmarked').replaceAll(/^[CS]: /gm, '');
  assert.match(mended('session-boundary-unmarked', bare), /221 Bye\n# --- new session ---\n220/);
});
