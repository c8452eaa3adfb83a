import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RULES } from '../../../server/core/rule/registry.ts';
import { lintText } from '../../support/lint.ts';
import type { Placed } from '../../support/lint.ts';

interface Case {
  readonly id: string;
  readonly input: string;
  readonly context: 'MAIL' | 'RCPT';
  readonly rfc5321: 'valid' | 'valid-utf8' | 'invalid';
}

const cases = readFileSync(new URL('cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Case);

const CATEGORIES = new Map(RULES.map(rule => [rule.id, rule.category]));
const TOO_LONG: readonly string[] = ['local-part-too-long', 'domain-too-long', 'path-too-long'];

/** A client line; raw where the text has octets that would end the line in the file. */
function clientLine(text: string): string {
  if (!/[\r\n\0]/.test(text)) return `C: ${text}`;
  const escapes: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '\r': '\\r',
    '\n': '\\n',
    '\0': '\\0',
  };
  return `C\\: ${text.replace(/[\\\r\n\0]/g, octet => escapes[octet] ?? octet)}\\r\\n`;
}

/** A session around the address, and the 0-based line it stands on. */
function sessionFor(
  { input, context }: Pick<Case, 'input' | 'context'>,
  smtputf8: 'used' | 'absent',
): { text: string; line: number } {
  const used = smtputf8 === 'used';
  const parameter = used ? ' SMTPUTF8' : '';
  const hello = [
    'S: 220 mx.example ESMTP ready',
    'C: EHLO client.example',
    ...(used ? ['S: 250-mx.example', 'S: 250 SMTPUTF8'] : ['S: 250 mx.example']),
  ];
  const lines =
    context === 'MAIL'
      ? [...hello, clientLine(`MAIL FROM:${input}${parameter}`)]
      : [
          ...hello,
          `C: MAIL FROM:<a@client.example>${parameter}`,
          'S: 250 OK',
          clientLine(`RCPT TO:${input}`),
        ];
  const text = [...lines, 'S: 250 OK', 'C: RSET', 'S: 250 OK', 'C: QUIT', 'S: 221 Bye', ''];
  return { text: text.join('\n'), line: lines.length - 1 };
}

function condemns({ rule, finding }: Placed): boolean {
  if (TOO_LONG.includes(rule)) return true;
  const category = CATEGORIES.get(rule);
  return finding.severity === 'error' && (category === 'address' || category === 'syntax');
}

/** The ids of the findings on the address's line that call it invalid. */
function verdict(item: Pick<Case, 'input' | 'context'>, smtputf8: 'used' | 'absent'): string[] {
  const { text, line } = sessionFor(item, smtputf8);
  const here = lintText(text).filter(found => found.line === line);
  return here.filter(condemns).map(({ rule }) => rule);
}

test('the judged addresses are all there', () => {
  const count = (kind: string): number => cases.filter(({ rfc5321 }) => rfc5321 === kind).length;
  assert.deepEqual([count('valid'), count('valid-utf8'), count('invalid')], [272, 43, 486]);
});

test('every invalid address is found', () => {
  const missed = cases
    .filter(({ rfc5321 }) => rfc5321 === 'invalid')
    .filter(item => verdict(item, 'absent').length === 0);
  assert.deepEqual(missed, []);
});

test('every invalid address is found where SMTPUTF8 is in force, too', () => {
  const missed = cases
    .filter(({ rfc5321 }) => rfc5321 === 'invalid')
    // Behind the address of MAIL stands the parameter, so a blank at its end is no fault there.
    .filter(({ input, context }) => context === 'RCPT' || input === input.trimEnd())
    .filter(item => verdict(item, 'used').length === 0);
  assert.deepEqual(missed, []);
});

test('no valid address is found', () => {
  const wrong = cases
    .filter(({ rfc5321 }) => rfc5321 === 'valid')
    .map(item => ({ ...item, found: [...verdict(item, 'absent'), ...verdict(item, 'used')] }))
    .filter(({ found }) => found.length > 0);
  assert.deepEqual(wrong, []);
});

test('a valid non-ASCII address needs SMTPUTF8 and nothing else', () => {
  const wrong = cases
    .filter(({ rfc5321 }) => rfc5321 === 'valid-utf8')
    .map(item => ({ ...item, used: verdict(item, 'used'), absent: verdict(item, 'absent') }))
    .filter(({ used, absent }) => used.length > 0 || absent.length !== 1);
  assert.deepEqual(wrong, []);
});

test('octets that a plain line cannot hold are judged in a raw one', () => {
  for (const input of ['<a\rb@mx.example>', '<a\nb@mx.example>', '<a\0b@mx.example>']) {
    for (const context of ['MAIL', 'RCPT'] as const) {
      assert.notDeepEqual(verdict({ input, context }, 'absent'), [], JSON.stringify(input));
    }
  }
  const quoted = { input: '<"a\\"\\\\b"@mx.example>', context: 'RCPT' } as const;
  assert.deepEqual(verdict(quoted, 'absent'), []);
});
