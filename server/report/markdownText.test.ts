import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownCode, markdownText } from './markdownText.ts';

test('a backslash before the end of a cell cannot open it', () => {
  assert.equal(markdownCode('a|b'), '`a\\|b`');
  assert.equal(markdownCode('a\\|<b>'), 'a\\\\\\|\\<b\\>');
  assert.equal(markdownText('a\\|b'), 'a\\\\\\|b');
});
