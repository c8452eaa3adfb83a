import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import {
  blockOf,
  enhancedOf,
  interfaceOf,
  join,
  latin1,
  NOON,
  sectionOf,
  u16,
  u32,
} from '../../../test/support/captures.ts';
import { PcapngReader } from './pcapng.ts';

function read(file: Uint8Array, step = file.length): { seen: unknown[]; problem: unknown } {
  const reader = new PcapngReader();
  const seen: unknown[] = [];
  for (let at = 0; at < file.length; at += step) {
    for (const { octets, time, link } of reader.feed(file.subarray(at, at + step))) {
      seen.push([Buffer.from(octets).toString('latin1'), time, link]);
    }
  }
  reader.end();
  return { seen, problem: reader.problem };
}

describe('PcapngReader', () => {
  it('reads sections of either order, in any pieces', () => {
    const file = join(
      ...(['little', 'big'] as const).flatMap(order => [
        sectionOf(order),
        interfaceOf(101, order),
        enhancedOf(latin1('hello'), { order }),
      ]),
    );
    for (const step of [1, 7, file.length]) {
      assert.deepEqual(read(file, step), {
        seen: [
          ['hello', NOON, 101],
          ['hello', NOON, 101],
        ],
        problem: undefined,
      });
    }
  });

  const OPTIONS: readonly (readonly [string, Uint8Array, bigint, number])[] = [
    ['nanoseconds', resolution(9), BigInt(NOON) * 1000n + 999n, NOON],
    ['seconds', resolution(0), 1_795_255_205n, 1_795_255_205_000_000],
    ['binary fractions', resolution(0x80 | 10), 1024n * 5n + 512n, 5_500_000],
    [
      'an offset',
      join(u16(14, 'little'), u16(8, 'little'), u32(60, 'little'), u32(0)),
      1n,
      60_000_001,
    ],
  ];
  for (const [name, options, units, time] of OPTIONS) {
    it(`knows ${name}`, () => {
      const file = join(
        sectionOf(),
        interfaceOf(1, 'little', options),
        enhancedOf(latin1('x'), { units }),
      );
      assert.deepEqual(read(file).seen, [['x', time, 1]]);
    });
  }

  it('reads simple and old packet blocks and skips what it does not know', () => {
    const old = join(u16(0, 'little'), u16(3, 'little'), u32(0), u32(9, 'little'));
    const sizes = join(u32(3, 'little'), u32(3, 'little'));
    const file = join(
      sectionOf(),
      blockOf(0x0bad, new Uint8Array(100_000)),
      interfaceOf(113),
      blockOf(3, join(u32(2, 'little'), latin1('ab'))),
      blockOf(2, join(old, sizes, latin1('old'))),
    );
    for (const step of [11, file.length]) {
      assert.deepEqual(read(file, step), {
        seen: [
          ['ab', undefined, 113],
          ['old', 9, 113],
        ],
        problem: undefined,
      });
    }
  });

  const WRONG: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['a length below the least', join(u32(6, 'little'), u32(4, 'little'), u32(0)), /4 octets long/],
    ['a length of no words', join(u32(6, 'little'), u32(33, 'little'), u32(0)), /33 octets long/],
    ['a length beyond all', join(u32(6, 'little'), u32(0xfffffffc, 'little'), u32(0)), /long; /],
    [
      'two lengths',
      enhancedOf(latin1('abcd')).map((v, at, all) => (at === all.length - 4 ? 0 : v)),
      /two lengths/,
    ],
    [
      'a packet longer than its block',
      enhancedOf(latin1('abcd')).map((v, at) => (at === 20 ? 9 : v)),
      /fewer octets/,
    ],
    ['an unknown interface', enhancedOf(latin1('abcd'), { source: 5 }), /an interface/],
    ['no octet order', sectionOf().map((v, at) => (at === 8 ? 0 : v)), /no octet order/],
  ];
  for (const [name, block, problem] of WRONG) {
    it(`stops at ${name}`, () => {
      const good = join(sectionOf(), interfaceOf(1), enhancedOf(latin1('good')));
      const { seen, problem: said } = read(join(good, block, enhancedOf(latin1('late'))));
      assert.equal(seen.length, 1);
      assert.match(String(said), problem);
    });
  }

  it('says that a file is cut', () => {
    const file = join(sectionOf(), interfaceOf(1), enhancedOf(latin1('good')));
    assert.match(String(read(file.subarray(0, -3)).problem), /middle of a block, after packet 0/);
  });
});

function resolution(value: number): Uint8Array {
  return join(u16(9, 'little'), u16(1, 'little'), Uint8Array.of(value, 0, 0, 0));
}
