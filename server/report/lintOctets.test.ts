import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectOf } from '../core/dialect/probe.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { lintOctets } from './lintOctets.ts';
import type { ReportedFinding } from './lintReport.ts';

function lint(text: string | Uint8Array): readonly ReportedFinding[] {
  const dialect = dialectOf('smtp');
  if (dialect === undefined) throw new Error('no dialect smtp');
  const octets = typeof text === 'string' ? Buffer.from(text) : text;
  const options = { profile: 'default', severities: {} } as const;
  return lintOctets({ octets, scanner: bufferScanner, dialect }, options).findings;
}

const HELLO = 'S: 220 mx.example.org\nC: EHLO a.example.org\nS: 250 mx.example.org\n';
const BYE = 'C: QUIT\nS: 221 bye\n';

function placesOf(text: string | Uint8Array, rule: string): readonly string[] {
  return lint(text)
    .filter(finding => finding.rule === rule)
    .map(({ line, column, endLine, endColumn }) => `${line}:${column}-${endLine}:${endColumn}`);
}

test('lines and columns are 1-based', () => {
  assert.deepEqual(placesOf(`${HELLO}C: FROB\nS: 500 no\n${BYE}`, 'unknown-command'), ['4:4-4:8']);
});

test('lines are those of the file, also in a later session', () => {
  const wrong = 'C: FROB\nS: 500 no\n';
  const text = `${HELLO}${wrong}${BYE}\n# --- new session ---\n${HELLO}${wrong}${BYE}`;
  assert.deepEqual(placesOf(text, 'unknown-command'), ['4:4-4:8', '13:4-13:8']);
  for (const end of ['\r\n', '\r']) {
    assert.deepEqual(placesOf(text.replaceAll('\n', end), 'unknown-command'), [
      '4:4-4:8',
      '13:4-13:8',
    ]);
  }
});

test('columns count UTF-16 units: one for é, two for a character beyond the BMP', () => {
  const at = (argument: string): readonly string[] =>
    placesOf(`${HELLO}C: RSET ${argument}\nS: 250 x\n${BYE}`, 'argument-not-allowed');
  assert.deepEqual(at('ab'), ['4:9-4:11']);
  assert.deepEqual(at('éé'), ['4:9-4:11']);
  assert.deepEqual(at('\u{1f4e7}\u{1f4e7}'), ['4:9-4:13']);
});

test('a byte order mark is no column', () => {
  const text = `\ufeffS: 220mx\n${BYE}`;
  const [first] = lint(text).filter(({ line }) => line === 1);
  const [plain] = lint(text.slice(1)).filter(({ line }) => line === 1);
  assert.ok(first);
  assert.deepEqual(first, plain);
});

test('many findings on one long line are placed in time that grows with the line', () => {
  const line = `C: MAIL FROM:<a@b.example> ${'X\u00e9=1 '.repeat(3000)}`;
  const findings = lint(`${HELLO}${line}\nS: 250 x\n${BYE}`).filter(f => f.line === 4);
  assert.ok(findings.length > 1000, String(findings.length));
  for (const { column, endColumn } of findings) assert.ok(column >= 1 && endColumn >= column);
});

test('the shape of a finding is the one that scripts rely on', () => {
  const [finding] = lint(`${HELLO}C: FROB\nS: 500 no\n${BYE}`);
  const { message = '', ...rest } = finding ?? {};
  assert.match(message, /frob/i);
  assert.deepEqual(rest, {
    rule: 'unknown-command',
    severity: 'error',
    line: 4,
    column: 4,
    endLine: 4,
    endColumn: 8,
  });
});

test('messages never hold control characters of the transcript', () => {
  const evil = '\u001b]0;owned\u0007\u009b31m\u202e';
  const text = `S: 220 ${evil}\nC: FR${evil}OB ${evil}\nS: 5${evil}\nC: MAIL FROM:<${evil}@x> ${evil}\n`;
  const findings = lint(text);
  assert.ok(findings.length > 0);
  for (const { message } of findings) assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u);
});

test('nothing, and octets that are no text', () => {
  assert.deepEqual(lint(''), []);
  lint(Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) & 255));
});
