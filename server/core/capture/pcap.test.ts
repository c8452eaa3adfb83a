import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { join, latin1, NOON, pcapOf, u32 } from '../../../test/support/captures.ts';
import { CaptureReader, isCapture } from './captureReader.ts';
import { PcapReader } from './pcap.ts';

const TWO = [{ octets: latin1('one') }, { octets: latin1('three'), time: NOON + 7, length: 9 }];

function read(file: Uint8Array, step = file.length): { seen: unknown[]; problem: unknown } {
  const reader = new CaptureReader();
  const seen: unknown[] = [];
  for (let at = 0; at < file.length; at += step) {
    for (const { octets, time, length, link } of reader.feed(file.subarray(at, at + step))) {
      seen.push([Buffer.from(octets).toString('latin1'), time, length, link]);
    }
  }
  reader.end();
  return { seen, problem: reader.problem };
}

describe('PcapReader', () => {
  const expected = [
    ['one', NOON, 3, 1],
    ['three', NOON + 7, 9, 1],
  ];

  for (const order of ['big', 'little'] as const) {
    for (const nano of [false, true]) {
      it(`reads ${order} endian with ${nano ? 'nano' : 'micro'}seconds, in any pieces`, () => {
        const file = pcapOf(TWO, { order, nano, link: 1 });
        assert.ok(isCapture(file));
        for (const step of [1, 3, 17, file.length]) {
          assert.deepEqual(read(file, step), { seen: expected, problem: undefined });
        }
      });
    }
  }

  it('ignores the flags above the link type', () => {
    const file = pcapOf(TWO, { link: 0x1400_0001 });
    assert.deepEqual(read(file).seen, expected);
  });

  it('says where a file that is cut ends', () => {
    const file = pcapOf(TWO);
    assert.equal(read(file.subarray(0, -1)).problem, 'The capture ends in the middle of packet 2.');
    assert.equal(read(file.subarray(0, 20)).problem, 'The capture ends within its header.');
  });

  it('stops at a length that cannot be, and keeps what came before', () => {
    const file = join(pcapOf(TWO), u32(1), u32(1), u32(0xffff_ffff), u32(4), latin1('xxxx'));
    const { seen, problem } = read(file, 5);
    assert.equal(seen.length, 2);
    assert.match(String(problem), /^Packet 3 claims 4294967295 octets/);
  });

  it('refuses what is no capture', () => {
    assert.equal(isCapture(latin1('220 mx ESMTP')), false);
    assert.match(String(read(latin1('220 mx ESMTP')).problem), /not a packet capture/);
    assert.match(String(read(latin1('22')).problem), /too short/);
  });

  it('does not slow down with the size of the pieces', () => {
    const file = pcapOf([{ octets: new Uint8Array(300_000) }]);
    const reader = new PcapReader();
    let packets = 0;
    for (let at = 0; at < file.length; at++)
      packets += reader.feed(file.subarray(at, at + 1)).length;
    assert.equal(packets, 1);
  });
});
