import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownName } from './shownName.ts';

test('a name cannot be a command of a build log, nor act on a terminal', () => {
  assert.equal(shownName('a b.smtp'), 'a b.smtp');
  assert.equal(shownName('::error::x'), './::error::x');
  assert.equal(shownName('  ::error::x'), './  ::error::x');
  assert.equal(shownName('##[error]x'), './##[error]x');
  assert.equal(shownName('a\u001b[2J\nb'), String.raw`a\x1b[2J\nb`);
});
