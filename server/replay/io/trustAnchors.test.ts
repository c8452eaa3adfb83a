import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchorsWith } from './trustAnchors.ts';

test('the certificate joins those that are trusted by default', () => {
  const store = { getCACertificates: () => ['system'], rootCertificates: ['brought'] };
  assert.deepEqual(trustAnchorsWith('own', store), ['system', 'own']);
});

test('a Node without getCACertificates trusts the roots it brings', () => {
  assert.deepEqual(trustAnchorsWith('own', { rootCertificates: ['brought'] }), ['brought', 'own']);
});

test('the real store is not empty', () => {
  assert.ok(trustAnchorsWith('own').length > 1);
});
