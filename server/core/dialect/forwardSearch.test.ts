import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { plainScanner } from '../octets/plainScanner.ts';
import { ForwardSearch } from './forwardSearch.ts';

test('it finds what a plain search finds, whatever is asked in which order', () => {
  const octets = plainScanner.encode('ababxxabxxxabaab');
  const sequence = plainScanner.encode('ab');
  const search = new ForwardSearch(octets, plainScanner, sequence);
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  for (let round = 0; round < 5_000; round++) {
    const from = random(octets.length + 1);
    const to = random(octets.length + 1);
    const wanted = plainScanner.indexOfSequence(octets, sequence, from, to);
    assert.equal(search.next(from, to), wanted, `${String(from)} ${String(to)}`);
  }
});

test('a sequence that does not occur is looked for once', () => {
  const octets = new Uint8Array(1_000);
  let searched = 0;
  const scanner = {
    ...plainScanner,
    indexOfSequence: (o: Uint8Array, s: Uint8Array, from: number, to: number): number => {
      searched += to - from;
      return plainScanner.indexOfSequence(o, s, from, to);
    },
  };
  const search = new ForwardSearch(octets, scanner, Uint8Array.of(1, 2));
  for (let at = 0; at < 900; at++) assert.equal(search.next(at, Math.min(1_000, at + 100)), -1);
  assert.ok(searched < 4_000, String(searched));
});
