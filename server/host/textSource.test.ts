import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { OctetSource } from './octetSource.ts';
import { streamSource } from './octetSource.ts';
import { utf8Of } from './utf8Of.ts';
import { textSource } from './textSource.ts';

const TEXT = 'S: 220 gr\u00fc\u00dfe \u{1f600}\r\n'.repeat(9_000);

async function all(source: OctetSource): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const into = new Uint8Array(1_001);
    const length = await source.read(into);
    parts.push(into.subarray(0, length));
    if (length < into.length) return Buffer.concat(parts);
  }
}

const le = Buffer.from(`\ufeff${TEXT}`, 'utf16le');
const stored: readonly (readonly [string, Buffer])[] = [
  ['UTF-16LE', le],
  ['UTF-16BE', Buffer.from(le).swap16()],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-8', Buffer.from(TEXT)],
  [
    'octets without meaning',
    Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) & 255)),
  ],
  ['a mark alone', Buffer.from([0xff, 0xfe])],
  ['nothing', Buffer.alloc(0)],
];
for (const [name, octets] of stored) {
  test(`${name}, stretch by stretch`, async () => {
    const pieces = [octets.subarray(0, 1), octets.subarray(1, 40_000), octets.subarray(40_000)];
    const stream = Readable.from(pieces.filter(piece => piece.length > 0));
    const source = await textSource(streamSource(stream));
    assert.equal(Buffer.compare(await all(source), utf8Of(octets)), 0);
    await source.close();
  });
}
