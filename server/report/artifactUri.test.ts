import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { test } from 'node:test';
import { artifactUriOf, pathWithin } from './artifactUri.ts';

test('files below the folder have relative names, others are absolute', () => {
  const folder = ['', 'home', 'x'].join(sep);
  assert.equal(pathWithin('a/b.smtp', folder), 'a/b.smtp');
  assert.equal(pathWithin('./a/../b.smtp', folder), 'b.smtp');
  assert.equal(pathWithin('..b/c', folder), '..b/c');
  assert.equal(pathWithin('../y', folder), undefined);
  assert.equal(pathWithin('..', folder), undefined);
  assert.equal(pathWithin('/home/x/a.smtp', folder), 'a.smtp');
  assert.deepEqual(artifactUriOf('a.smtp', folder), { uri: 'a.smtp', isRelative: true });
  const outside = artifactUriOf('/tmp/a b.smtp', folder);
  assert.deepEqual(outside, { uri: 'file:///tmp/a%20b.smtp', isRelative: false });
});

test('every octet that could mean something is escaped', () => {
  const { uri } = artifactUriOf(`C:x/ä #?%"<>\n\u001b'()[]😀\ud800.smtp`, '/home');
  assert.equal(
    uri,
    'C%3Ax/%C3%A4%20%23%3F%25%22%3C%3E%0A%1B%27%28%29%5B%5D%F0%9F%98%80%EF%BF%BD.smtp',
  );
});
