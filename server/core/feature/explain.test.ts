import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { RULES } from '../rule/registry.ts';
import { ENHANCED_CODES } from '../smtp/enhancedCodes.ts';
import { EXTENSIONS } from '../smtp/extensions.ts';
import { REPLY_CODES } from '../smtp/replyCodes.ts';
import { VERBS } from '../smtp/verbs.ts';
import { DIRECTIVES } from '../transcript/directives.ts';
import { explanationOf } from './explain.ts';
import type { Explanation } from './explain.ts';
import { MECHANISMS } from './mechanisms.ts';

const KNOWN: readonly (readonly [kind: Explanation['kind'], words: readonly string[]])[] = [
  ['rule', RULES.map(({ id }) => id)],
  ['verb', VERBS.map(({ name }) => name)],
  ['extension', EXTENSIONS.map(({ keyword }) => keyword)],
  [
    'parameter',
    EXTENSIONS.flatMap(({ mailParams, rcptParams }) => [
      ...Object.keys(mailParams),
      ...Object.keys(rcptParams),
    ]),
  ],
  ['mechanism', MECHANISMS.map(({ name }) => name)],
  ['directive', DIRECTIVES.map(({ name }) => name)],
  ['reply-code', REPLY_CODES.map(({ code }) => String(code))],
  ['enhanced-code', ENHANCED_CODES.map(({ subject, detail }) => `5.${subject}.${detail}`)],
];

for (const [kind, words] of KNOWN) {
  test(`every ${kind} has an explanation, in any letter case`, () => {
    assert.ok(words.length > 0);
    for (const word of words) {
      for (const form of [word, word.toLowerCase(), word.toUpperCase()]) {
        const found = explanationOf(form).find(each => each.kind === kind);
        assert.ok(found !== undefined, form);
        assert.ok(found.meaning.every(sentence => sentence !== '') && found.refs.length > 0, form);
      }
    }
  });
}

test('a whole reply is explained by its text first, then by its codes', () => {
  const kinds = (asked: string): string[] => explanationOf(asked).map(({ kind }) => kind);
  const all = ['server-text', 'reply-code', 'enhanced-code'];
  assert.deepEqual(kinds('550 5.7.1 <b@mx.example>: Relay access denied'), all);
  assert.deepEqual(kinds('S: 550-5.7.1 Relay access\nS: 550 5.7.1 denied'), all);
  assert.deepEqual(kinds('<** 550 5.7.1 Relay access denied'), all);
  assert.deepEqual(kinds('Relay access denied'), ['server-text']);
  assert.deepEqual(kinds('Greylisted, please try again later'), ['server-text']);
  assert.deepEqual(kinds('550 no words that anybody knows'), ['reply-code']);
  assert.deepEqual(kinds('what is this'), []);
});

test('a word that means nothing has no explanation, whatever it is', () => {
  for (const word of ['', 'zzz', '000', '099', '5.x.1', '\u0000', '__proto__', 'constructor']) {
    assert.deepEqual(explanationOf(word), [], word);
  }
});
