import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexOctets } from './hexOctets.ts';

void test('each octet leads to its two digits, however they are set', () => {
  for (const text of ['454c48', '45 4c 48', '454c 48', '45 4c  48', ' 45 4c 48 zz', '45']) {
    const { octets, places } = hexOctets(text, 100);
    for (const [at, octet] of octets.entries()) {
      const digits = text.slice(places.toSource(at) - 100, places.toSourceEnd(at + 1) - 100);
      assert.equal(Number.parseInt(digits, 16), octet, `${text}: octet ${String(at)}`);
      assert.equal(digits.length, 2);
    }
  }
});
