import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replayArguments } from './replayArguments.ts';

const uri = { scheme: 'file', path: '/a.smtp', toString: () => 'file:///a.smtp' };

test('reads what menus, lenses and key bindings give', () => {
  assert.deepEqual(replayArguments(undefined), {});
  assert.deepEqual(replayArguments(uri), { uri: 'file:///a.smtp' });
  assert.deepEqual(replayArguments({ uri, session: 2 }), { uri: 'file:///a.smtp', session: 2 });
  assert.deepEqual(replayArguments({ session: 'all', target: 'receiver' }), {
    session: 'all',
    target: { kind: 'receiver' },
  });
  assert.deepEqual(replayArguments({ target: '[::1]:2525' }), {
    target: { kind: 'server', host: '::1', port: 2525 },
  });
  assert.deepEqual(replayArguments({ target: { host: 'a.test', port: 465, tls: 'implicit' } }), {
    target: { kind: 'server', host: 'a.test', port: 465, implicitTls: true },
  });
});

test('says what it cannot use', () => {
  for (const bad of ['x', 1, { session: -1 }, { session: 'x' }, { uri: 1 }, { target: {} }]) {
    assert.equal(typeof replayArguments(bad), 'string', JSON.stringify(bad));
  }
  const answer = replayArguments({ target: 'a b' });
  assert.ok(typeof answer === 'string');
  assert.match(answer, /no host name/);
});
