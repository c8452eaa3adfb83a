import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { isEdited, typedLine } from './typedLine.ts';

function shown(text: string): string {
  return Buffer.from(typedLine(Buffer.from(text))).toString();
}

void test('what stands on the screen after all was typed', () => {
  assert.equal(shown('abx\b \bc'), 'abc');
  assert.equal(shown('abx\bc'), 'abc');
  assert.equal(shown('kept blank '), 'kept blank ');
  assert.equal(shown('\u001b]0;title\u0007a\u001b[31mb\u001b[0m\u001b(B'), 'ab');
  assert.equal(shown('abc\u001b[2Dx'), 'axc');
  assert.equal(shown('abcd\b\b\u001b[1Pe'), 'abe');
  assert.equal(shown('ac\b\u001b[1@b'), 'abc');
  assert.equal(shown('wrong\rright\u001b[K'), 'right');
  assert.equal(shown('m\u00fcl\u00e9\b \bl'), 'm\u00fcll');
  assert.equal(shown('a\u0007\u007fb'), 'ab');
});

void test('sequences that are cut off or absurd do no harm', () => {
  for (const text of [
    '\u001b',
    '\u001b[',
    '\u001b[999999999C',
    '\u001b]0;x',
    '\b\b\b',
    '\u001b[99P',
    '\u001b[4096@'.repeat(500),
  ]) {
    assert.ok(shown(`${text}x`).length <= 4097);
  }
  assert.equal(isEdited(Buffer.alloc(5000, 8), 0, 5000), false);
});
