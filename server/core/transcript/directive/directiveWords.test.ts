import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directiveEntryOf } from '../directives.ts';
import { authWordsOf } from './authWords.ts';
import { conditionWordsOf } from './conditionWords.ts';
import { proxyWordsOf } from './proxyWords.ts';
import { replyWordsOf } from './replyWords.ts';
import { retryWordsOf } from './retryWords.ts';
import { speedOf } from './speedWords.ts';
import { variableWordsOf } from './variableWords.ts';

test('@reply: words in any order, the pattern takes the rest', () => {
  assert.deepEqual(replyWordsOf('class'), { policy: 'class' });
  assert.deepEqual(replyWordsOf('any 250 25z 4YZ, optional'), {
    anyOf: ['250', '25z', '4yz'],
    optional: true,
  });
  assert.deepEqual(replyWordsOf('optional, Pattern ^250 a, b (?P<id>\\S+)'), {
    optional: true,
    pattern: '^250 a, b (?P<id>\\S+)',
  });
  for (const wrong of ['', 'any', 'any 2', 'any 600', 'class code', 'maybe', 'class,', 'pattern']) {
    assert.equal(replyWordsOf(wrong), undefined, wrong);
  }
});

test('@retry', () => {
  assert.deepEqual(retryWordsOf('3 every 60s'), { times: 3, delayMs: 60_000 });
  assert.deepEqual(retryWordsOf('1  EVERY  500ms'), { times: 1, delayMs: 500 });
  for (const wrong of [
    '',
    '3',
    '0 every 1s',
    'every 1s',
    '3 every',
    '3 every never',
    '1000 every 1s',
  ]) {
    assert.equal(retryWordsOf(wrong), undefined, wrong);
  }
});

test('@if and @unless', () => {
  assert.equal(conditionWordsOf('size'), 'SIZE');
  assert.equal(conditionWordsOf(' Auth  plain '), 'AUTH PLAIN');
  for (const wrong of ['', 'AUTH PLAIN LOGIN', '-X', 'A_B']) {
    assert.equal(conditionWordsOf(wrong), undefined, wrong);
  }
});

test('@auth takes the name of a secret, never one that cannot be a name', () => {
  assert.deepEqual(authWordsOf('plain user=a@b.example secret=pass.word initial=no'), {
    mechanism: 'PLAIN',
    user: 'a@b.example',
    authzid: '',
    secret: 'pass.word',
    initialResponse: false,
  });
  assert.equal(authWordsOf('LOGIN user={{ user }} secret=x')?.user, '{{ user }}');
  assert.equal(authWordsOf('EXTERNAL')?.initialResponse, undefined);
  for (const wrong of [
    '',
    'PLAIN alice',
    'PLAIN secret=p$ss',
    'PLAIN user=a user=b',
    'PLAIN pass=x',
  ]) {
    assert.equal(authWordsOf(wrong), undefined, wrong);
  }
});

test('@proxy', () => {
  assert.deepEqual(proxyWordsOf('V1 192.0.2.1:50000 198.51.100.2:25'), {
    version: 1,
    source: { address: '192.0.2.1', port: 50_000 },
    destination: { address: '198.51.100.2', port: 25 },
  });
  assert.deepEqual(proxyWordsOf('v2 unknown'), { version: 2, source: null, destination: null });
  assert.equal(proxyWordsOf('v2 [2001:db8::1]:1 [2001:db8::2]:25')?.source?.address, '2001:db8::1');
  for (const wrong of [
    ...['', 'v3 unknown', 'v1', 'v1 192.0.2.1:1', 'v1 192.0.2.1:1 192.0.2.2:99999'],
    ...['v1 192.0.2.1:1 [2001:db8::2]:25', 'v1 192.0.2.300:1 192.0.2.1:1', 'v1 a:1 b:2'],
  ]) {
    assert.equal(proxyWordsOf(wrong), undefined, wrong);
  }
});

test('@speed and @var', () => {
  assert.deepEqual(['1', '0.5', '10000'].map(speedOf), [1, 0.5, 10_000]);
  for (const wrong of ['', '0', '-1', '20000', 'fast', '1e3']) {
    assert.equal(speedOf(wrong), undefined, wrong);
  }
  assert.deepEqual(variableWordsOf('a = b=c '), { name: 'a', value: 'b=c' });
  assert.deepEqual(variableWordsOf('a='), { name: 'a', value: '' });
  for (const wrong of ['', 'a', '=b', '1a=b', 'a b=c']) {
    assert.equal(variableWordsOf(wrong), undefined, wrong);
  }
});

test('every directive that takes words says what is wrong with others', () => {
  const right: Readonly<Record<string, string>> = {
    reply: 'any 250 251',
    sleep: '2s',
    retry: '3 every 60s',
    if: 'SIZE',
    unless: 'AUTH PLAIN',
    auth: 'PLAIN user=a secret=b',
    pipelining: 'Forced',
    'on-difference': 'stop',
    speed: '10',
    chunks: 'computed',
    proxy: 'v1 unknown',
    var: 'a=b',
    variables: 'off',
    timeout: 'rfc',
  };
  for (const [name, value] of Object.entries(right)) {
    const entry = directiveEntryOf(name);
    assert.equal(entry?.fault?.(value), undefined, name);
    assert.match(entry?.fault?.('%') ?? '', new RegExp(`^@${name} takes `));
  }
});
