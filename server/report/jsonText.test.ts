import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonText } from './jsonText.ts';

test('JSON holds no character that acts on a terminal or hides', () => {
  const value = { name: '\u001b[2J\u009b31m\u007f\u202e\u2028\u{e0041}é\u{1f4e7}\ud800\n' };
  const text = jsonText(value);
  assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  assert.match(text, /é\u{1f4e7}/u);
  assert.deepEqual(JSON.parse(text), value);
});

test('indented JSON keeps its line ends', () => {
  assert.equal(jsonText({ a: [1] }, 2), '{\n  "a": [\n    1\n  ]\n}');
});
