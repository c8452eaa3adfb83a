import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replyDirective } from './replyDirective.ts';
import type { ReplyWord } from './replyDirective.ts';

test('stands above a reply on a line of its own', () => {
  const cases: readonly (readonly [ReplyWord, string])[] = [
    ['class', '# @reply class'],
    ['optional', '# @reply optional'],
    [{ any: [250, 450] }, '# @reply any 250 450'],
  ];
  for (const [word, text] of cases) {
    assert.deepEqual(replyDirective('C: QUIT', word), { text, replaces: false });
    assert.deepEqual(replyDirective('# @match code', word), { text, replaces: false });
  }
});

test('joins what is said there already', () => {
  const cases: readonly (readonly [above: string, word: ReplyWord, text: string])[] = [
    ['# @reply optional', 'class', '# @reply optional, class'],
    ['  # @reply exact, optional', 'class', '  # @reply optional, class'],
    ['# @reply class', 'class', '# @reply class'],
    ['#@reply any 250 25z', { any: [250, 450] }, '# @reply any 250 25z 450'],
    ['# @reply any 250', 'optional', '# @reply any 250, optional'],
  ];
  for (const [above, word, text] of cases) {
    assert.deepEqual(replyDirective(above, word), { text, replaces: true }, above);
  }
});

test('leaves a pattern alone', () => {
  assert.equal(replyDirective('# @reply pattern ^250 .*', 'class'), undefined);
  assert.equal(replyDirective('# @reply optional, pattern a, b', 'optional'), undefined);
});
