import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainsOf } from './domainsOf.ts';

test('each domain once, with a recipient of it', () => {
  assert.deepEqual(domainsOf(['<a@one.test>', '"b@c"@Two.test', 'd@ONE.test', 'postmaster', '']), [
    { domain: 'one.test', recipient: '<a@one.test>' },
    { domain: 'Two.test', recipient: '"b@c"@Two.test' },
  ]);
});

test('a long list stays a list that one can pick from', () => {
  const many = Array.from({ length: 100 }, (_, at) => `x@d${String(at)}.test`);
  assert.equal(domainsOf(many).length, 5);
});
