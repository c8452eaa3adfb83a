import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { decodeChallenge, encodeInitial, encodeResponse, fitsCommand } from './saslEncoding.ts';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

test('an empty initial response is "=", an empty response an empty line', () => {
  assert.equal(encodeInitial(new Uint8Array()), '=');
  assert.equal(encodeResponse(new Uint8Array()), '');
  assert.equal(encodeInitial(octets('\0tim\0tanstaaf')), 'AHRpbQB0YW5zdGFhZg==');
  assert.equal(encodeResponse(octets('\x01')), 'AQ==');
});

test('challenges are base64 and nothing else', () => {
  assert.deepEqual(decodeChallenge('VXNlcm5hbWU6'), octets('Username:'));
  assert.deepEqual(decodeChallenge(' VXNlcm5hbWU6 '), octets('Username:'));
  assert.deepEqual(decodeChallenge(''), new Uint8Array());
  for (const text of ['Username:', 'VXNl cm5h', 'VXN', 'ä', '====']) {
    assert.equal(decodeChallenge(text), null, text);
  }
});

test('a command of more than 512 octets has to wait with its response', () => {
  const shortEnough = 'x'.repeat(372);
  assert.ok(fitsCommand('PLAIN', octets(shortEnough)));
  assert.equal(`AUTH PLAIN ${encodeInitial(octets(shortEnough))}\r\n`.length, 509);
  assert.ok(!fitsCommand('PLAIN', octets(`${shortEnough}x`)));
});
