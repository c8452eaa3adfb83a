import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { CaptureTranscriber, transcribeCapture } from '../../server/core/capture/transcribe.ts';
import { escape, unescape } from '../../server/core/octets/escapes.ts';
import { smtp } from '../../server/core/dialect/smtp.ts';
import { plainScanner } from '../../server/core/octets/plainScanner.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { latin1, rawPcap, Talk } from '../support/captures.ts';

const CORPUS = new URL('../corpus/pcap/', import.meta.url);
const GOOD = ['two-streams.pcap', 'two-rcpt-pcapng.pcapng', 'drop-in-data.pcap'].map(name =>
  Uint8Array.from(readFileSync(new URL(name, CORPUS))),
);

/** Everything that may follow from a file of this size: escapes take four octets, notes some more. */
function isBounded(input: number, output: number): boolean {
  return output <= 2000 + 200 * input;
}

test('any octets after any magic number give a transcript', () => {
  const magic = fc.constantFrom(
    [0xa1, 0xb2, 0xc3, 0xd4],
    [0xd4, 0xc3, 0xb2, 0xa1],
    [0x4d, 0x3c, 0xb2, 0xa1],
    [0x0a, 0x0d, 0x0d, 0x0a],
    [],
  );
  fc.assert(
    fc.property(magic, fc.uint8Array({ maxLength: 400 }), (start, rest) => {
      const file = Uint8Array.of(...start, ...rest);
      const { octets } = transcribeCapture(file, bufferScanner);
      assert.ok(isBounded(file.length, octets.length));
    }),
    { numRuns: 300 },
  );
});

test('any mutation of a capture gives a transcript, in any pieces', () => {
  const change = fc.record({ at: fc.nat(8000), value: fc.nat(255) });
  const cut = fc.record({ from: fc.nat(8000), length: fc.nat(60) });
  fc.assert(
    fc.property(
      fc.constantFrom(...GOOD),
      fc.array(change, { maxLength: 12 }),
      fc.option(cut),
      fc.integer({ min: 1, max: 3000 }),
      (good, changes, hole, step) => {
        let file = good.slice();
        for (const { at, value } of changes) file[at % file.length] = value;
        if (hole) {
          const from = hole.from % file.length;
          const rest = file.subarray(from + hole.length);
          file = Uint8Array.of(...file.subarray(0, from), ...rest);
        }
        const transcriber = new CaptureTranscriber(bufferScanner);
        const parts: Uint8Array[] = [];
        for (let at = 0; at < file.length; at += step) {
          parts.push(transcriber.feed(file.subarray(at, at + step)));
        }
        parts.push(transcriber.end());
        const text = Buffer.concat(parts);
        assert.ok(isBounded(file.length, text.length));
        assert.deepEqual(text, Buffer.from(transcribeCapture(file, plainScanner).octets));
        // Nothing but text that an editor can hold.
        assert.ok(plainScanner.isUtf8(text, 0, text.length));
        assert.doesNotMatch(text.toString('latin1'), /[\0-\x08\x0b-\x1f\x7f]/);
        for (const chunk of readTranscript(text, { scanner: bufferScanner, dialect: smtp })) {
          assert.ok(chunk.octets.length > 0);
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** What both sides say, one flight after the other. */
const FLIGHTS: readonly (readonly ['client' | 'server', string])[] = [
  ['server', '220 mx.example ESMTP\r\n'],
  ['client', 'EHLO client.example\r\n'],
  ['server', '250-mx.example\r\n250 PIPELINING\r\n'],
  ['client', 'MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n'],
  ['server', '250 OK\r\n250 OK\r\n354 go\r\n'],
  ['client', 'Subject: t\r\n\r\nbare\nLF and \xe9\r\n..x\r\n.\r\nQUIT\r\n'],
  ['server', '250 OK\r\n221 Bye\r\n'],
];

test('how segments are cut, ordered and repeated makes no difference', () => {
  const arrangement = fc.record({
    cuts: fc.array(fc.nat(60), { maxLength: 6 }),
    order: fc.array(fc.nat(100), { maxLength: 10 }),
    again: fc.array(fc.nat(10), { maxLength: 3 }),
  });
  const all = fc.array(arrangement, { minLength: FLIGHTS.length, maxLength: FLIGHTS.length });
  const first = fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff));
  const expected = transcriptOf([1000, 2000], []);
  fc.assert(
    fc.property(first, all, (numbers, arrangements) => {
      assert.equal(transcriptOf(numbers, arrangements), expected);
    }),
    { numRuns: 300 },
  );
});

interface Arrangement {
  readonly cuts: readonly number[];
  readonly order: readonly number[];
  readonly again: readonly number[];
}

function transcriptOf(first: [number, number], arrangements: readonly Arrangement[]): string {
  const talk = new Talk({ first });
  const packets = talk.open();
  const old: Uint8Array[] = [];
  for (const [at, [side, text]] of FLIGHTS.entries()) {
    const { cuts, order, again } = arrangements[at] ?? { cuts: [], order: [], again: [] };
    const own = piecesOf(latin1(text), cuts).map(piece => talk.says(side, piece));
    const shuffled = own
      .map((packet, index) => ({ packet, rank: order[index] ?? index }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ packet }) => packet);
    old.push(...own);
    const repeated = again.flatMap(index => old[index % old.length] ?? []);
    packets.push(...shuffled, ...repeated);
  }
  packets.push(...talk.close());
  return Buffer.from(transcribeCapture(rawPcap(packets), bufferScanner).octets).toString('latin1');
}

function piecesOf(octets: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map(cut => cut % octets.length))].sort((a, b) => a - b);
  const starts = [0, ...places.filter(place => place > 0)];
  return starts.map((start, at) => octets.subarray(start, starts[at + 1]));
}

test('escaping and resolving escapes gives the same octets', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('kept', 'escaped'),
      (octets, above) => {
        const text = escape(octets, above);
        const { octets: back, invalid } = unescape(text, 0, text.length);
        assert.deepEqual(invalid, []);
        assert.deepEqual(Buffer.from(back), Buffer.from(octets));
      },
    ),
  );
});
