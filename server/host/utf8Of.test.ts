import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { storageOf } from './byteOrderMark.ts';
import { storedAs, Utf8Stream, utf8Of } from './utf8Of.ts';

const BOM = '\ufeff';
const TEXT = 'S: 220 gr\u00fc\u00dfe \u{1f600}\r\nC: QUIT\n';

const le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const be = (text: string): Buffer => le(text).swap16();

test('UTF-16 becomes UTF-8, and a mark is taken off', () => {
  const utf8 = Buffer.from(TEXT);
  for (const stored of [le(BOM + TEXT), be(BOM + TEXT), Buffer.from(BOM + TEXT), utf8]) {
    assert.deepEqual(Buffer.from(utf8Of(stored)), utf8);
  }
});

test('what has no mark stays as it is', () => {
  const latin1 = Buffer.from('C: caf\xe9\0\xff\xfe\r', 'latin1');
  assert.equal(Buffer.compare(utf8Of(latin1), latin1), 0);
  assert.equal(utf8Of(new Uint8Array(0)).length, 0);
});

test('broken UTF-16', () => {
  assert.equal(Buffer.from(utf8Of(le(`${BOM}a\ud83d`))).toString(), 'a\ufffd');
  const odd = Buffer.concat([le(`${BOM}a`), Uint8Array.of(0x41)]);
  assert.equal(Buffer.from(utf8Of(odd)).toString(), 'a\ufffd');
  assert.equal(utf8Of(le(BOM)).length, 0);
});

test('storedAs gives back what was read', () => {
  const texts = [le(BOM + TEXT), be(BOM + TEXT), Buffer.from(BOM + TEXT), Buffer.from(TEXT)];
  for (const stored of texts) {
    const again = storedAs(utf8Of(stored), storageOf(stored));
    assert.equal(Buffer.compare(again, stored), 0);
  }
});

test('in pieces it is the same', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\u00fc', '\u{1f600}', '\ud83d', '\ude00', '\r', '\n', '\0'),
    maxLength: 30,
  });
  const stored = fc.oneof(
    text.map(each => le(BOM + each)),
    text.map(each => be(BOM + each)),
    text.map(each => Buffer.from(BOM + each)),
    fc.uint8Array({ maxLength: 30 }).map(octets => Buffer.from(octets)),
    fc.uint8Array({ maxLength: 9 }).map(octets => Buffer.concat([le(BOM), octets])),
  );
  fc.assert(
    fc.property(
      stored,
      fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 12 }),
      (octets, sizes) => {
        const stream = new Utf8Stream();
        const parts: Uint8Array[] = [];
        const memory = Buffer.alloc(octets.length);
        let at = 0;
        for (const size of [...sizes, octets.length]) {
          const piece = memory.subarray(0, octets.copy(memory, 0, at, at + size));
          parts.push(Uint8Array.from(stream.push(piece)));
          at += piece.length;
        }
        parts.push(stream.end());
        assert.equal(
          Buffer.concat(parts).toString('hex'),
          Buffer.from(utf8Of(octets)).toString('hex'),
        );
      },
    ),
    { numRuns: 500 },
  );
});
