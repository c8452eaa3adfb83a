import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprintOf } from './fingerprint.ts';

test('a fingerprint however it is written, and what is none', () => {
  const octets = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0'));
  const whole = octets.join(':').toUpperCase();
  for (const written of [whole, octets.join(''), octets.join(' '), whole.toLowerCase()]) {
    assert.equal(fingerprintOf(written), whole);
  }
  for (const wrong of [
    '',
    'AB',
    `${whole}:20`,
    whole.replace('0', 'G'),
    octets.slice(1).join(':'),
  ]) {
    assert.equal(fingerprintOf(wrong), null, wrong);
  }
});
