import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generalMessage } from './generalMessage.ts';

test('placeholders stand for what will be there; what is not always there is left out', () => {
  assert.equal(generalMessage('"{verb}" is no command{hint}.'), '"…" is no command.');
  assert.equal(generalMessage('There is no rule "{id}"{hint}.'), 'There is no rule "…".');
  const starred = (name: string): string => `*${name}*`;
  assert.equal(generalMessage('{n} lines, U+{hex}: {v}', starred), '*n* lines, U+*hex*: *v*');
});
