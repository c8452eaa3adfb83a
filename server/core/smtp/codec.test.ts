import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase64, encodeBase64, isBase64 } from './base64.ts';
import { malformedEnhancedCodeEnd, readEnhancedCode } from './enhancedCode.ts';
import { suggestVerb } from './suggest.ts';
import { firstInvalidUtf8, utf8Text } from './utf8.ts';
import { decodeXtext, xtextProblemAt } from './xtext.ts';

const encoder = new TextEncoder();

function base64(text: string): boolean {
  return isBase64(encoder.encode(text), 0, text.length);
}

test('base64 is judged by alphabet, length and padding', () => {
  for (const good of ['', 'eA==', 'YWI=', 'YWJj', 'AGEAYg==', '+/+/'])
    assert.ok(base64(good), good);
  const bad = [
    '=',
    'a',
    'ab',
    'abc',
    'a===',
    'ab=c',
    '====',
    'YW J',
    '***=',
    'alice',
    '-_-_',
    'YWJj\n',
  ];
  for (const text of bad) assert.ok(!base64(text), text);
});

test('base64 gives back what it was made of, as Buffer does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), octets => {
      const text = encodeBase64(octets);
      assert.equal(text, Buffer.from(octets).toString('base64'));
      assert.deepEqual(decodeBase64(encoder.encode(text), 0, text.length), octets);
    }),
  );
  assert.equal(decodeBase64(encoder.encode('nope!'), 0, 5), undefined);
});

test('xtext needs upper-case hex after "+" and no "="', () => {
  const problemAt = (text: string): number => xtextProblemAt(encoder.encode(text), 0, text.length);
  assert.equal(problemAt('e+3Dmc2@client.example'), -1);
  assert.equal(problemAt('e+3dmc2'), 1);
  assert.equal(problemAt('e=mc2'), 1);
  assert.equal(problemAt('a+2'), 1);
  assert.equal(problemAt('a b'), 1);
  const decoded = decodeXtext(encoder.encode('e+3Dmc+2B'), 0, 9);
  assert.equal(new TextDecoder().decode(decoded), 'e=mc+');
  assert.equal(decodeXtext(encoder.encode('e='), 0, 2), undefined);
});

test('enhanced codes are read at the start of a reply text', () => {
  const read = (text: string): string | undefined => {
    const code = readEnhancedCode(encoder.encode(text), 0, text.length);
    return (
      code &&
      `${String(code.class)}.${String(code.subject)}.${String(code.detail)}@${String(code.end)}`
    );
  };
  assert.equal(read('5.7.26 Failed'), '5.7.26@6');
  assert.equal(read('2.0.0'), '2.0.0@5');
  for (const bad of [
    '3.1.1 x',
    '5.1 x',
    '5.01.1 x',
    '5.1.1234',
    '5.1.1x',
    '5..1',
    '5.1.',
    'OK',
    '',
  ]) {
    assert.equal(read(bad), undefined, bad);
  }
});

test('what looks like an enhanced code and is none is told apart from text', () => {
  const end = (text: string): number =>
    malformedEnhancedCodeEnd(encoder.encode(text), 0, text.length);
  assert.equal(end('5.01.1 No'), 6);
  assert.equal(end('3.1.1'), 5);
  assert.equal(end('5.1.1 No'), -1);
  assert.equal(end('No 5.1.1'), -1);
  assert.equal(end('2.5 MB'), -1);
});

test('a mistyped verb gets the closest one', () => {
  const rows = { MAILL: 'MAIL', HLEO: 'HELO', RCTP: 'RCPT', startls: 'STARTTLS', DTAA: 'DATA' };
  for (const [typed, meant] of Object.entries(rows)) assert.equal(suggestVerb(typed), meant, typed);
  for (const other of ['MAIL', 'GET', 'CONNECT', 'FOOO', '', 'X', 'A'.repeat(10_000)]) {
    assert.equal(suggestVerb(other), undefined, other.slice(0, 10));
  }
});

test('UTF-8 is judged and read as the platform does', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc.string({ unit: 'binary' }).map(text => encoder.encode(text)),
      ),
      octets => {
        let expected: string | undefined;
        try {
          expected = strict.decode(octets);
        } catch {
          expected = undefined;
        }
        assert.equal(firstInvalidUtf8(octets, 0, octets.length) === -1, expected !== undefined);
        if (expected !== undefined) assert.equal(utf8Text(octets, 0, octets.length), expected);
      },
    ),
    { numRuns: 3000 },
  );
});
