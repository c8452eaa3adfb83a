import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteLines, troubleLines } from './noteLines.ts';

test('a short note is one line as it is', () => {
  assert.deepEqual(noteLines('passed: 7 replies as recorded'), ['# passed: 7 replies as recorded']);
  assert.deepEqual(noteLines('two  blanks'), ['# two  blanks']);
  assert.deepEqual(noteLines(''), ['# ']);
});

test('a long note is divided at blanks, and a long word is not', () => {
  const text = `DIFFERS from line 9: The reply to RCPT is 550 instead of 250: the server refuses RCPT.`;
  assert.deepEqual(noteLines(text), [
    '# DIFFERS from line 9: The reply to RCPT is 550 instead of',
    '#   250: the server refuses RCPT.',
  ]);
  const word = 'x'.repeat(200);
  assert.deepEqual(noteLines(word), [`# ${word}`]);
  assert.deepEqual(noteLines(`FAILED: ${word} end`), ['# FAILED:', `#   ${word}`, '#   end']);
  for (const line of noteLines('word '.repeat(100))) assert.ok(line.length <= 62, line);
});

test('a number keeps its unit', () => {
  const [first, second] = noteLines(`${'x'.repeat(54)} 0.8 ms, RCPT 2 s`);
  assert.equal(first, `# ${'x'.repeat(54)}`);
  assert.equal(second, '#   0.8 ms, RCPT 2 s');
});

test('all lines of a trouble are one, and no others', () => {
  const lines = [
    '# DIFFERS from line 7: x',
    '#   y',
    '# passed: x',
    '#   y',
    '# FAILED: x',
    'S: 550 # FAILED: x',
    '#   y',
  ];
  assert.deepEqual(troubleLines(lines), [true, true, false, false, true, false, false]);
});
