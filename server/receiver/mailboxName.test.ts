import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { folderNameOf, userOfFolder } from './mailboxName.ts';

test('plain names stay as they are, others are escaped', () => {
  assert.equal(folderNameOf('bob.smith-1_x'), 'bob.smith-1_x');
  assert.equal(folderNameOf('../../etc'), '%2E.%2F..%2Fetc');
  assert.equal(folderNameOf('con'), '%63on');
  assert.equal(folderNameOf('con.x'), '%63on.x');
  assert.equal(folderNameOf('.'), '%2E');
  assert.equal(folderNameOf('a.'), 'a%2E');
  assert.equal(folderNameOf('Ä\0'), '%C3%84%00');
});

test('any user has a harmless folder name of its own, and it leads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), user => {
      const name = folderNameOf(user);
      assert.match(name, /^[a-z0-9_%A-F-](?:[a-z0-9_%A-F.-]*[a-z0-9_%A-F-])?$/u);
      assert.equal(userOfFolder(name), Buffer.from(user).toString());
    }),
  );
});
