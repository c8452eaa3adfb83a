import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { plainScanner } from '../octets/plainScanner.ts';
import { firstNonAscii } from './nonAscii.ts';

test('finds the first octet above 127 wherever it stands', () => {
  for (const at of [0, 1, 255, 256, 257, 1000, 4095]) {
    const octets = new Uint8Array(4096);
    octets[at] = 200;
    octets[4095] = 201;
    assert.equal(firstNonAscii(plainScanner, octets, 0, octets.length), at);
  }
  assert.equal(firstNonAscii(plainScanner, new Uint8Array(5000), 0, 5000), -1);
});
