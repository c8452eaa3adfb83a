import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../../test/support/convert.ts';
import type { Script } from './script.ts';
import { scriptOf } from './scriptOf.ts';

function script(...lines: readonly string[]): Script {
  const found = scriptOf({ parts: partsOf(lines.join('\n')), whole: true });
  assert.ok(found);
  return found;
}

const HELLO = ['S: 220 mx', 'C: EHLO a', 'S: 250 mx'];
const ENVELOPE = ['C: MAIL FROM:<> SIZE=7', 'S: 250 ok', 'C: RCPT TO:<b@x.example>', 'S: 550 no'];

test('what a client is told', () => {
  const told = script('# @target mx.example:25', ...HELLO, ...ENVELOPE, 'C: QUIT', 'S: 221 bye');
  assert.equal(told.target, 'mx.example:25');
  assert.deepEqual([told.protocol, told.helo, told.tls], ['ESMTP', 'a', 'none']);
  assert.deepEqual(told.messages, [
    {
      from: '',
      mailParams: ['SIZE=7'],
      recipients: [{ to: 'b@x.example', params: [], accepted: false }],
      content: undefined,
      reached: 'rcpt',
    },
  ]);
  assert.deepEqual(told.losses, []);
});

test('a target is a host and a port, or nothing', () => {
  for (const value of ['$(x):25', "a';b:25", 'mx', 'mx:25 x', 'mx:123456']) {
    assert.equal(script(`# @target ${value}`, ...HELLO).target, undefined, value);
  }
  assert.equal(script('# @target [::1]:25', ...HELLO).target, '[::1]:25');
});

test('the user is read from the exchange, the password is not', () => {
  const auth = (...lines: readonly string[]): Script['auth'] => script(...HELLO, ...lines).auth;
  assert.deepEqual(auth('C: AUTH PLAIN AHRpbQBzZWNyZXQ=', 'S: 235 ok'), {
    mechanism: 'PLAIN',
    user: 'tim',
  });
  const rounds = ['S: 334 x', 'C: dGlt', 'S: 334 y', 'C: czNjcmV0', 'S: 235 ok'];
  assert.deepEqual(auth('C: AUTH LOGIN', ...rounds), { mechanism: 'LOGIN', user: 'tim' });
  assert.deepEqual(auth('C: AUTH PLAIN ****', 'S: 235 ok'), { mechanism: 'PLAIN', user: '' });
  assert.equal(auth('C: AUTH $(x)', 'S: 504 no'), undefined);
});

test('where it stops', () => {
  assert.equal(script('S: 220 mx', 'C: QUIT', 'S: 221 bye').stopsAfter, 'connect');
  assert.equal(script(...HELLO, 'C: QUIT', 'S: 221 bye').stopsAfter, 'helo');
  const tls = [...HELLO, 'C: STARTTLS', 'S: 220 go', 'C: QUIT', 'S: 221 bye'];
  assert.deepEqual([script(...tls).stopsAfter, script(...tls).tls], ['tls', 'starttls']);
});

test('what cannot be told is said', () => {
  const losses = (...lines: readonly string[]): string => script(...HELLO, ...lines).losses.join();
  assert.match(losses('C: VRFY x', 'S: 252 ?', 'C: X\u0007', 'S: 500 ?'), /Left out: VRFY/);
  assert.match(losses('C: MAIL FROM: <a@b.example>', 'S: 250 ok'), /not written in the usual form/);
  assert.match(losses('C\\: RSET\\n', 'S: 250 ok'), /not written in the usual form/);
  const data = [...ENVELOPE, 'C: DATA', 'S: 354 go'];
  assert.match(
    losses(...data, '# <content not shown>', 'S: 250 ok'),
    /does not show every message/,
  );
  assert.match(losses(...data, 'C: x', 'S: 250 ok'), /lacked its final dot/);
  assert.match(losses('# <connection lost>'), /ended without QUIT/);
});
