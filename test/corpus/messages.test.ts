import { strict as assert } from 'node:assert';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Profile } from '../../server/core/rule/run.ts';
import { lintText } from '../support/lint.ts';

/*
 * Messages as mail programs write them (Python, Nodemailer, PHPMailer, Ruby Mail), and lawful
 * forms that are rare: the rules about messages find nothing to complain about.
 */
const FOLDER = new URL('messages/', import.meta.url);
const FILES = readdirSync(FOLDER).filter(name => name.endsWith('.smtp'));

function complaints(text: string, profile: Profile): string[] {
  return lintText(text, { profile, severities: {} })
    .filter(({ finding: { severity } }) => severity !== 'hint')
    .map(({ rule, line, message }) => `${rule} on line ${String(line + 1)}: ${message}`);
}

test('the messages were found', () => {
  assert.ok(FILES.length >= 25, String(FILES.length));
});

for (const name of FILES) {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  for (const profile of ['default', 'capture', 'strict'] as const) {
    test(`${name} gives no finding but hints under ${profile}`, () => {
      assert.deepEqual(complaints(text, profile), []);
    });
  }
  test(`${name} gives none with CRLF and without marks`, () => {
    assert.deepEqual(complaints(text.replaceAll('\n', '\r\n'), 'default'), []);
    assert.deepEqual(complaints(text.replaceAll(/^[CS]: ?/gm, ''), 'default'), []);
  });
}
