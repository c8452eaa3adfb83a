import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertionOf } from './insertion.ts';

const OWN = 'S: 220 mx\n';

test('into nothing it goes as it is', () => {
  assert.equal(insertionOf(OWN, { before: '', after: '' }), OWN);
  assert.equal(insertionOf('S: 220 mx', { before: '', after: '' }), OWN);
});

test('notes before it belong to it', () => {
  assert.equal(insertionOf(OWN, { before: '# @name x\n\n', after: '\n' }), OWN);
});

test('sessions around it stay apart', () => {
  const inserted = insertionOf(OWN, { before: 'S: 221 bye\n', after: 'S: 220 other\n' });
  assert.equal(inserted, `\n# --- new session ---\n${OWN}\n# --- new session ---\n`);
});

test('the line it is put into is ended first', () => {
  assert.equal(
    insertionOf(OWN, { before: 'S: 221 bye', after: '' }),
    `\n\n# --- new session ---\n${OWN}`,
  );
});
