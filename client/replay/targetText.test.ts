import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTarget, targetText } from './targetText.ts';

test('reads names, addresses and ports', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['mail.example.org:587', 'mail.example.org', 587],
    [' localhost ', 'localhost', 25],
    ['192.0.2.1:2525', '192.0.2.1', 2525],
    ['[2001:db8::1]:25', '2001:db8::1', 25],
    ['[::1]', '::1', 25],
    ['[fe80::1%eth0]:25', 'fe80::1%eth0', 25],
    ['bücher.example:25', 'bücher.example', 25],
    ['mx.example.org.:25', 'mx.example.org.', 25],
    ['smtp_in.internal:25', 'smtp_in.internal', 25],
  ];
  for (const [text, host, port] of cases) assert.deepEqual(parseTarget(text), { host, port }, text);
});

test('says what is wrong with anything else', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /Write host:port/],
    ['2001:db8::1', /needs brackets/],
    ['[2001:db8::1', /needs brackets/],
    ['[mail]:25', /no IPv6 address/],
    ['host:', /no port/],
    ['host:0', /no port/],
    ['host:65536', /no port/],
    ['host:25x', /no port/],
    ['host name:25', /no host name/],
    ['-x:25', /no host name/],
    ['a..b:25', /no host name/],
    ['user@host:25', /no host name/],
    [`${'x'.repeat(300)}:25`, /^"x{60}…" is no host name/],
  ];
  for (const [text, why] of cases) {
    const answer = parseTarget(text);
    assert.ok(typeof answer === 'string', text);
    assert.match(answer, why, text);
  }
});

test('writes what it reads', () => {
  for (const text of ['[2001:db8::1]:25', 'mail.example.org:587']) {
    const read = parseTarget(text);
    assert.ok(typeof read !== 'string');
    assert.equal(targetText(read), text);
  }
});
