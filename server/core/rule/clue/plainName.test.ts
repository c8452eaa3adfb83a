import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { parseDomain } from '../../smtp/domain.ts';
import { parsePath } from '../../smtp/path.ts';
import { plainHostEnd, plainPathEnd } from './plainName.ts';

const LETTERS = ['a', 'B', '7', '.', '-', '_', '+', '@', '<', '>', ' ', '"', '[', '%', '\u00fc'];
const STARTS = ['<bob.k@mx-1.example>', '<a@b.c>', '<x@1.2.3.4>', '<a@[IPv6:::1]>', '<a.@b>'];

/** Paths of all sorts, most of them slightly wrong. */
function* paths(): Generator<string> {
  yield* STARTS;
  let state = 99;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  for (let count = 0; count < 20_000; count++) {
    const text = STARTS[count % STARTS.length] ?? '';
    const at = random(text.length + 1);
    const letter = LETTERS[random(LETTERS.length)] ?? '';
    yield text.slice(0, at) + letter + text.slice(at + random(3));
  }
  for (const length of [63, 64, 65, 250, 256]) {
    yield `<${'a'.repeat(length)}@b.example>`;
    yield `<a@${'b'.repeat(length)}.example>`;
    yield `<a@${'b.'.repeat(length / 2)}example>`;
  }
}

test('of what is taken for a plain path the parser has nothing to say', () => {
  let plain = 0;
  for (const text of paths()) {
    const octets = Buffer.from(text);
    const end = plainPathEnd(octets, 0, octets.length);
    if (end < 0) continue;
    plain++;
    for (const context of ['MAIL', 'RCPT'] as const) {
      const parsed = parsePath(octets, 0, end, { context, smtputf8: false });
      assert.deepEqual(parsed.problems, [], text);
      assert.equal(parsed.end, end, text);
    }
  }
  assert.ok(plain > 1_000, String(plain));
});

test('of what is taken for a plain host name the parser has nothing to say', () => {
  let plain = 0;
  for (const text of paths()) {
    const octets = Buffer.from(text.slice(text.indexOf('@') + 1));
    const end = plainHostEnd(octets, 0, octets.length);
    if (end < 0) continue;
    plain++;
    assert.deepEqual(parseDomain(octets, 0, end).problems, [], text);
  }
  assert.ok(plain > 1_000, String(plain));
});
