import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from './command.ts';
import { parseHostPort, placeOf } from './target.ts';

test('HOST:PORT, [IPv6]:PORT and HOST', () => {
  assert.deepEqual(parseHostPort('mx.example:2525'), { host: 'mx.example', port: 2525 });
  assert.deepEqual(parseHostPort('[2001:db8::1]:25'), { host: '2001:db8::1', port: 25 });
  assert.deepEqual(parseHostPort('[::1]', 465), { host: '::1', port: 465 });
  assert.deepEqual(parseHostPort('127.0.0.1'), { host: '127.0.0.1', port: 25 });
});

test('anything else is refused', () => {
  const wrong = [
    '',
    ':25',
    'a:',
    'a:b',
    'a:99999',
    'a b',
    '[mx]:25',
    '::1',
    'a\r\nb',
    'a/b',
    'a@b',
  ];
  for (const text of wrong) assert.throws(() => parseHostPort(text), UsageError, text);
});

test('one place has one spelling', () => {
  assert.equal(placeOf(parseHostPort('MX.Example')), 'mx.example:25');
  assert.equal(placeOf(parseHostPort('[2001:DB8::1]:25')), '[2001:db8::1]:25');
});
