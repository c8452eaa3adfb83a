import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureHashOf } from './signatureHash.ts';

const SHA256_RSA = '06092a864886f70d01010b0500';
const ECDSA_SHA384 = '06082a8648ce3d040303';
const RSA_SHA1 = '06092a864886f70d0101050500';
const ED25519 = '06032b6570';

/** A sequence of DER elements, in hexadecimal. */
const sequence = (...elements: readonly string[]): string => element('30', elements.join(''));

function element(tag: string, content: string): string {
  const length = content.length / 2;
  const short = length < 0x80 ? '' : '81';
  return `${tag}${short}${length.toString(16).padStart(2, '0')}${content}`;
}

/** A certificate of which only the signature's algorithm is there. */
const signedWith = (...algorithm: readonly string[]): Uint8Array =>
  Buffer.from(sequence(sequence('02'.repeat(70)), sequence(...algorithm), '030100'), 'hex');

test('the hash of the usual signatures', () => {
  assert.equal(signatureHashOf(signedWith(SHA256_RSA)), 'sha256');
  assert.equal(signatureHashOf(signedWith(ECDSA_SHA384)), 'sha384');
  assert.equal(signatureHashOf(signedWith(RSA_SHA1)), 'sha1');
});

test('RSASSA-PSS names its hash, or means SHA-1', () => {
  const pss = '06092a864886f70d01010a';
  const sha512 = sequence('0609608648016503040203', '0500');
  assert.equal(signatureHashOf(signedWith(pss, sequence(element('a0', sha512)))), 'sha512');
  assert.equal(signatureHashOf(signedWith(pss, sequence())), 'sha1');
  assert.equal(signatureHashOf(signedWith(pss)), 'sha1');
  const unknown = sequence('06022a03');
  assert.equal(signatureHashOf(signedWith(pss, sequence(element('a0', unknown)))), null);
});

test('a signature without a hash of its own, and what is no certificate', () => {
  assert.equal(signatureHashOf(signedWith(ED25519)), null);
  const whole = signedWith(SHA256_RSA);
  for (let length = 0; length < whole.length; length += 1) {
    assert.equal(signatureHashOf(whole.subarray(0, length)), null, String(length));
  }
  assert.equal(signatureHashOf(Buffer.from('30847fffffff', 'hex')), null);
  assert.equal(signatureHashOf(Buffer.from('3089ffffffffffffffffff', 'hex')), null);
});
