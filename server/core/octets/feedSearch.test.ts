import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { FeedSearch } from './feedSearch.ts';
import { plainScanner } from './plainScanner.ts';

const OCTETS = [10, 11, 13, 0x8a, 0x0a ^ 0x80, 0, 9, 65];

/** Octets that look like LF to a careless search, at every alignment. */
function* samples(): Generator<Uint8Array> {
  let state = 7;
  for (let length = 0; length < 40; length++) {
    const whole = new Uint8Array(length + 8);
    for (let at = 0; at < whole.length; at++) {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      whole[at] = OCTETS[(state >> 8) % OCTETS.length] ?? 0;
    }
    for (let start = 0; start < 4; start++) yield whole.subarray(start, start + length);
  }
}

test('every LF is found from everywhere, and nothing else', () => {
  for (const octets of samples()) {
    const feeds = new FeedSearch(octets, plainScanner);
    for (let at = 0; at <= octets.length; at++) {
      const found = octets.indexOf(10, at);
      assert.equal(
        feeds.next(at),
        found < 0 ? octets.length : found,
        `${String(octets)} from ${at}`,
      );
    }
  }
});

test('every CR is found in every stretch, forwards and backwards', () => {
  for (const octets of samples()) {
    const feeds = new FeedSearch(octets, plainScanner);
    for (let step = 0; step < 60; step++) {
      const from = (step * 7) % (octets.length + 1);
      const to = Math.min(octets.length, from + (step % 9));
      const found = octets.subarray(0, to).indexOf(13, from);
      assert.equal(feeds.nextCr(from, to), found, `${String(octets)} in ${from} to ${to}`);
    }
  }
});

test('a text without line ends is not searched again and again', () => {
  const octets = new Uint8Array(1_000_000).fill(65);
  let searched = 0;
  const scanner = {
    ...plainScanner,
    indexOf: (_: Uint8Array, __: number, from: number, to: number) => {
      searched += to - from;
      return -1;
    },
  };
  const feeds = new FeedSearch(octets, scanner);
  for (let at = 0; at < 1_000_000; at += 10) feeds.nextCr(at, at + 10);
  assert.ok(searched <= 1_000_000, String(searched));
});
