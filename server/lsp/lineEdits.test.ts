import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LineEdit } from '../protocol/lsp.ts';
import { lineEdits } from './lineEdits.ts';

function applied(before: string, edits: readonly LineEdit[]): string {
  const lines = before.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+/g) ?? [];
  for (const { startLine, endLine, text } of edits.toReversed()) {
    lines.splice(startLine, endLine - startLine, text);
  }
  return lines.join('');
}

test('replaced replies are edits of their own', () => {
  const before = 'S: 220 a\nC: EHLO b\nS: 250-c\nS: 250 d\nC: QUIT\nS: 221 e\n';
  const after = 'S: 220 a\nC: EHLO b\nS: 502 no\nC: QUIT\nS: 421 f\n';
  assert.deepEqual(lineEdits(before, after), [
    { startLine: 2, endLine: 4, text: 'S: 502 no\n' },
    { startLine: 5, endLine: 6, text: 'S: 421 f\n' },
  ]);
});

test('the same text needs no edit, nothing and something need one', () => {
  assert.deepEqual(lineEdits('a\r\nb', 'a\r\nb'), []);
  assert.deepEqual(lineEdits('', 'a\n'), [{ startLine: 0, endLine: 0, text: 'a\n' }]);
  assert.deepEqual(lineEdits('a\n', ''), [{ startLine: 0, endLine: 1, text: '' }]);
});

test('texts without anything in common become one edit', () => {
  const before = Array.from({ length: 2000 }, (_, at) => `a${String(at)}\n`).join('');
  const edits = lineEdits(before, before.replaceAll('a', 'b'));
  assert.equal(edits.length, 1);
  assert.equal(applied(before, edits), before.replaceAll('a', 'b'));
});

test('applied to the one text they give the other, ascending and apart', () => {
  const line = fc.constantFrom('a\n', 'b\n', 'c\r\n', 'd\r', '\n');
  const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('', 'end'));
  fc.assert(
    fc.property(text, text, ([some, end], [others, otherEnd]) => {
      const before = some.join('') + end;
      const after = others.join('') + otherEnd;
      const edits = lineEdits(before, after);
      assert.equal(applied(before, edits), after);
      for (const [at, edit] of edits.entries()) {
        assert.ok(edit.startLine > (edits[at - 1]?.endLine ?? -1));
      }
    }),
  );
});
