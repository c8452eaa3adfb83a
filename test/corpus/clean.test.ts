import { strict as assert } from 'node:assert';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Profile } from '../../server/core/rule/run.ts';
import { lintText } from '../support/lint.ts';

/*
 * Sessions between conformant programs: the scenarios of the RFCs, and what well-known servers say.
 * None gives an error or a warning, however it is written down and under whatever profile.
 */
const FOLDER = new URL('clean/', import.meta.url);
const FILES = readdirSync(FOLDER).filter(name => name.endsWith('.smtp'));

/** True of what a session says, not of how it says it. */
const ALLOWED: ReadonlySet<string> = new Set([
  'credentials-in-transcript',
  'plaintext-auth-without-tls',
]);

/** Without marks a reply inside unfinished content is content. */
const ONLY_MARKED: ReadonlySet<string> = new Set(['server-drops-mid-data.smtp']);

function complaints(text: string, profile: Profile): string[] {
  return lintText(text, { profile, severities: {} })
    .filter(({ rule, finding: { severity } }) => {
      return !ALLOWED.has(rule) && (severity === 'error' || severity === 'warning');
    })
    .map(({ rule, line, message }) => `${rule} on line ${String(line + 1)}: ${message}`);
}

/** The session as a telnet window shows it. */
function bare(text: string): string {
  return text.replaceAll(/^[CS]: ?/gm, '');
}

test('the sessions were found', () => {
  assert.ok(FILES.length >= 120, String(FILES.length));
});

for (const name of FILES) {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  for (const profile of ['default', 'capture', 'strict'] as const) {
    test(`${name} is clean under ${profile}`, () => {
      assert.deepEqual(complaints(text, profile), []);
    });
  }
  test(`${name} is clean with CRLF and with CR line ends`, () => {
    assert.deepEqual(complaints(text.replaceAll('\n', '\r\n'), 'default'), []);
    assert.deepEqual(complaints(text.replaceAll('\n', '\r'), 'default'), []);
  });
  if (ONLY_MARKED.has(name)) continue;
  test(`${name} is clean without marks`, () => {
    assert.deepEqual(complaints(bare(text), 'default'), []);
  });
}

test('clean sessions after one another are clean', () => {
  const whole = FILES.map(name => readFileSync(new URL(name, FOLDER), 'utf8')).filter(
    text => /^S: 221/m.test(text) && !/@excerpt/.test(text),
  );
  assert.ok(whole.length > 60);
  assert.deepEqual(complaints(whole.join('# --- new session ---\n'), 'default'), []);
});
