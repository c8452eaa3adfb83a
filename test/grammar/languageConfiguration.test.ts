import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

type Configuration = {
  readonly comments: { readonly lineComment: string };
  readonly brackets: readonly (readonly [string, string])[];
  readonly wordPattern: { readonly pattern: string; readonly flags: string };
};

const url = new URL('../../syntaxes/language-configuration.json', import.meta.url);
const configuration = JSON.parse(readFileSync(url, 'utf8')) as Configuration;

const { pattern, flags } = configuration.wordPattern;
const wordsOf = (line: string): string[] => line.match(new RegExp(pattern, `${flags}g`)) ?? [];

describe('language configuration: words', () => {
  const cases: readonly (readonly [line: string, words: readonly string[]])[] = [
    [
      'C: MAIL FROM:<a.b+c@mx.example> SIZE=10',
      ['C', 'MAIL', 'FROM', 'a.b+c@mx.example', 'SIZE', '10'],
    ],
    ['S: 550 5.1.1 No such user.', ['S', '550', '5.1.1', 'No', 'such', 'user']],
    ['S: 250-SIZE 1000', ['S', '250', 'SIZE', '1000']],
    ['S: 250-X-RCPTLIMIT', ['S', '250', 'X-RCPTLIMIT']],
    ['C: EHLO [192.0.2.1]', ['C', 'EHLO', '192.0.2.1']],
    ['C: RCPT TO:<用户@例子.example>', ['C', 'RCPT', 'TO', '用户@例子.example']],
    ['C: NOOP {{user}}', ['C', 'NOOP', 'user']],
    ['# @disable-next-line nested-mail, x', ['@disable-next-line', 'nested-mail', 'x']],
    ['250', ['250']],
  ];
  for (const [line, words] of cases) {
    it(line, () => {
      assert.deepEqual(wordsOf(line), words);
    });
  }
  it('are never empty', () => {
    assert.doesNotMatch('', new RegExp(pattern, flags));
  });
});

describe('language configuration: editing', () => {
  it('comments with a number sign', () => {
    assert.equal(configuration.comments.lineComment, '#');
  });
  it('pairs brackets of two different characters', () => {
    assert.ok(configuration.brackets.every(([open, close]) => open !== close));
  });
  it('neither indents nor continues lines by itself', () => {
    assert.ok(!('indentationRules' in configuration) && !('onEnterRules' in configuration));
  });
});
