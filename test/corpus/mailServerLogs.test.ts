import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dialectOf } from '../../server/core/dialect/probe.ts';
import { dialogueIn } from '../support/dialogue.ts';
import { lintText } from '../support/lint.ts';

/*
 * Logs of Exim, Postfix, sendmail and OpenSMTPD: what holds for every one of them, cut off at any
 * line, and that nothing is reported where nothing went wrong.
 */
interface Entry {
  readonly file: string;
  readonly dialect: string;
  readonly clean: boolean;
}

const MINE = /^(?:exim|postfix|postfix-smtp|postfix-notice|sendmail|sendmail-bounce|opensmtpd)\//;
const OTHERS: ReadonlySet<string> = new Set(['server-only', 'terminal-raw']);
const MOST_CUTS = 60;

const manifest = JSON.parse(
  readFileSync(new URL('manifest.json', import.meta.url), 'utf8'),
) as readonly Entry[];
const entries = manifest.filter(({ file, dialect }) => MINE.test(file) && !OTHERS.has(dialect));

test('the logs were found', () => {
  assert.ok(entries.length >= 100, String(entries.length));
});

/** Places to cut at: ends of lines, and the middle of some of them. */
function cutsOf(octets: Uint8Array): number[] {
  const ends: number[] = [];
  for (let at = 0; at < octets.length; at++) if (octets[at] === 10) ends.push(at + 1);
  const step = Math.max(1, Math.floor(ends.length / MOST_CUTS));
  return ends.filter((_, at) => at % step === 0).flatMap(end => [end, end - 7]);
}

for (const { file, dialect: id } of entries) {
  const dialect = dialectOf(id);
  if (dialect === undefined) continue;
  test(`${file} cut off anywhere shows a part of what the whole shows`, () => {
    const octets = readFileSync(new URL(file, import.meta.url));
    const whole = dialogueIn(octets, dialect).sessions.map(session => session.replyCodes);
    for (const cut of cutsOf(octets)) {
      const { sessions } = dialogueIn(octets.subarray(0, Math.max(0, cut)), dialect);
      assert.ok(sessions.length <= whole.length, `cut at ${String(cut)}`);
      for (const [at, { replyCodes }] of sessions.entries()) {
        const shown = whole[at] ?? [];
        // Half a reply code or half a mark may be at the end.
        const sure = replyCodes.slice(0, -1);
        assert.deepEqual(sure, shown.slice(0, sure.length), `cut at ${String(cut)}`);
      }
    }
  });
}

/** What editors, mail programs and people do to a log. */
const TREATMENTS: Readonly<Record<string, (text: string) => string>> = {
  'a byte order mark': text => `\xef\xbb\xbf${text}`,
  'CR LF': text => text.replaceAll(/\r*\n/g, '\r\n'),
  LF: text => text.replaceAll(/\r*\n/g, '\n'),
  'no line end at the end': text => text.replace(/[\r\n]+$/, ''),
  'no blanks at ends of lines': text => text.replaceAll(/[ \t]+$/gm, ''),
  'prose around it': text => `Hello,\n\nhere is the log:\n\n${text}\nbye\n`,
};

for (const { file } of entries) {
  test(`${file} says the same however it was saved`, () => {
    const text = readFileSync(new URL(file, import.meta.url), 'latin1');
    const { dialect, rows } = dialogueIn(text);
    for (const [name, treat] of Object.entries(TREATMENTS)) {
      const treated = dialogueIn(treat(text));
      assert.equal(treated.dialect, dialect, name);
      assert.deepEqual(treated.rows, rows, name);
    }
  });
}

const ALLOWED: ReadonlySet<string> = new Set([
  'credentials-in-transcript',
  'plaintext-auth-without-tls',
]);

for (const { file } of entries.filter(entry => entry.clean)) {
  test(`${file} has nothing wrong in it`, () => {
    const octets = readFileSync(new URL(file, import.meta.url));
    const found = lintText(octets, { profile: 'capture', severities: {} })
      .filter(({ rule }) => !ALLOWED.has(rule))
      .filter(({ finding: { severity } }) => severity === 'error' || severity === 'warning')
      .map(({ rule, line, message }) => `${rule} on line ${String(line + 1)}: ${message}`);
    assert.deepEqual(found, []);
  });
}
