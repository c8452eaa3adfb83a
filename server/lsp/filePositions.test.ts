import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FilePositions } from './filePositions.ts';
import { fileTextOf } from './fileText.ts';
import { encodeText } from './wtf8.ts';

interface Place {
  readonly line: number;
  readonly character: number;
}

/** What an editor makes of the text of a file: line ends of one kind. */
function bufferOf(text: string, end: string): Uint8Array {
  return encodeText(text.replace(/\r\n|\r|\n/g, end));
}

/** The position of a UTF-16 unit, by counting: lines end at CRLF, LF or CR. */
function positionIn(text: string, unit: number): Place {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), at => at.index + at[0].length)];
  const line = starts.findLastIndex(start => start <= unit);
  const start = starts[line] ?? 0;
  const length = /^[^\r\n]*/.exec(text.slice(start))?.[0].length ?? 0;
  return { line, character: Math.min(unit - start, length) };
}

const UNITS = ['a', '.', '\u00e9', '\u20ac', '\u{1f600}', '\r', '\n', '\r\n', '\0', '\ufffd'];
const anyText = fc.string({ unit: fc.constantFrom(...UNITS, '\ud83d', '\ude00'), maxLength: 40 });
const goodText = fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 40 });
const latinText = fc.string({
  unit: fc.constantFrom('a', '\u00e9', '\u00ff', '\u0080', '\r', '\n', '\r\n', '\0'),
  maxLength: 40,
});
const lineEnd = fc.constantFrom('\n', '\r\n');

/** Checks every character of the text; `octetsTo` is the length of a part of it in the file. */
function checkAll(
  text: string,
  file: Uint8Array,
  end: string,
  octetsTo: (to: string) => number,
): void {
  const buffer = bufferOf(text, end);
  const found = fileTextOf(file, buffer);
  assert.ok(found, 'the file is the text of the buffer');
  const positions = new FilePositions(found, buffer, 'utf-16');
  for (let unit = 0; unit <= text.length; unit++) {
    const before = text.charCodeAt(unit - 1);
    if (text.codePointAt(unit - 1) !== before && before >= 0xd800) continue;
    const at = octetsTo(text.slice(0, unit));
    assert.deepEqual(positions.positionAt(at), positionIn(text, unit), `unit ${String(unit)}`);
  }
}

describe('positions of a file’s octets', () => {
  test('UTF-8, with and without a mark', () => {
    fc.assert(
      fc.property(goodText, lineEnd, fc.boolean(), (text, end, mark) => {
        fc.pre(!text.startsWith('\ufeff'));
        const file = Buffer.from(mark ? `\ufeff${text}` : text);
        checkAll(text, file, end, part => Buffer.byteLength(part));
      }),
      { numRuns: 500 },
    );
  });

  test('UTF-16 with a mark, halves of surrogate pairs included', () => {
    fc.assert(
      fc.property(anyText, lineEnd, fc.boolean(), (text, end, big) => {
        const file = Buffer.from(`\ufeff${text}`, 'utf16le');
        // The octets are those of UTF-8: a half counts as U+FFFD.
        checkAll(text, big ? file.swap16() : file, end, part => Buffer.byteLength(part));
      }),
      { numRuns: 500 },
    );
  });

  test('one octet a character', () => {
    fc.assert(
      fc.property(latinText, lineEnd, (text, end) => {
        checkAll(text, Buffer.from(text, 'latin1'), end, part => part.length);
      }),
      { numRuns: 500 },
    );
  });

  test('octets that are not UTF-8, shown as U+FFFD', () => {
    const octets = fc.array(
      fc.constantFrom(0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xff, 13, 10),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(octets, lineEnd, (list, end) => {
        const file = Buffer.from(list);
        const text = file.toString('utf8');
        const buffer = bufferOf(text, end);
        const found = fileTextOf(file, buffer);
        assert.ok(found);
        const positions = new FilePositions(found, buffer, 'utf-16');
        // Where decoding the two parts gives the same as decoding all, a character begins.
        for (let at = 0; at <= file.length; at++) {
          const before = file.toString('utf8', 0, at);
          if (before + file.toString('utf8', at) !== text) continue;
          assert.deepEqual(positions.positionAt(at), positionIn(text, before.length), String(at));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('an offset within a character is where it begins', () => {
    const columnsIn = (octets: readonly number[]): number[] => {
      const file = Buffer.from(octets);
      const buffer = Buffer.from(file.toString('utf8'));
      const found = fileTextOf(file, buffer);
      assert.ok(found);
      const positions = new FilePositions(found, buffer, 'utf-16');
      return octets.map((_, at) => positions.positionAt(at).character);
    };
    // An astral character, the beginning of one, and continuations of nothing.
    assert.deepEqual(columnsIn([0x41, 0xf0, 0x9f, 0x98, 0x80, 0x42]), [0, 1, 1, 1, 1, 3]);
    assert.deepEqual(columnsIn([0xf0, 0x9f, 0x98, 0x42]), [0, 0, 0, 1]);
    assert.deepEqual(columnsIn([0x41, 0x80, 0x80, 0xc3, 0xa9]), [0, 1, 2, 3, 3]);
  });

  test('an encoding that nobody knows gives columns as far as it can', () => {
    const file = Buffer.from([0x43, 0x3a, 0x20, 0x83, 0x65, 0x21, 0x0a, 0x78]);
    const buffer = Buffer.from('C: \u30c6!\nx');
    const found = fileTextOf(file, buffer);
    assert.equal(found?.decoding, 'unknown');
    const positions = new FilePositions(found, buffer, 'utf-16');
    assert.deepEqual(positions.positionAt(2), { line: 0, character: 2 });
    assert.deepEqual(positions.rangeOf({ start: 5, end: 6 }), {
      start: { line: 0, character: 0 },
      end: { line: 0, character: 5 },
    });
    assert.deepEqual(positions.positionAt(7), { line: 1, character: 0 });
  });

  test('a client that counts in UTF-8', () => {
    const text = 'a\u00e9\u{1f600}b';
    const file = Buffer.from('a\xe9\xe9b\r\nc', 'latin1');
    const latin = fileTextOf(file, Buffer.from('a\u00e9\u00e9b\nc'));
    assert.ok(latin);
    const positions = new FilePositions(latin, Buffer.from('a\u00e9\u00e9b\nc'), 'utf-8');
    assert.deepEqual(positions.positionAt(3), { line: 0, character: 5 });
    const wide = fileTextOf(Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text));
    assert.ok(wide);
    const others = new FilePositions(wide, Buffer.from(text), 'utf-8');
    assert.deepEqual(others.positionAt(7), { line: 0, character: 7 });
  });

  test('a range ends with its line, and a line end shows as the character before it', () => {
    const file = Buffer.from('ab\u{1f600}\r\nc\n\n');
    const buffer = Buffer.from('ab\u{1f600}\nc\n\n');
    const found = fileTextOf(file, buffer);
    assert.ok(found);
    const positions = new FilePositions(found, buffer, 'utf-16');
    const rangeOf = (start: number, end: number): number[] => {
      const range = positions.rangeOf({ start, end });
      return [range.start.line, range.start.character, range.end.line, range.end.character];
    };
    assert.deepEqual(rangeOf(1, 9), [0, 1, 0, 4]);
    assert.deepEqual(rangeOf(6, 7), [0, 2, 0, 4]);
    assert.deepEqual(rangeOf(10, 11), [2, 0, 2, 0]);
  });
});

describe('which encoding makes a file the text of a buffer', () => {
  const decodingOf = (file: Uint8Array, text: string): string | undefined =>
    fileTextOf(file, Buffer.from(text))?.decoding;
  const latin = Buffer.from('C: caf\xe9\r\nC: x\n', 'latin1');

  test('the buffer tells', () => {
    assert.equal(decodingOf(latin, 'C: caf\u00e9\nC: x\n'), 'octet');
    assert.equal(decodingOf(latin, 'C: caf\ufffd\nC: x\n'), 'utf-8');
    assert.equal(decodingOf(Buffer.from('\x80 5', 'latin1'), '\u20ac 5'), 'octet');
    assert.equal(decodingOf(Buffer.from('\u00e9'), '\u00c3\u00a9'), 'octet');
    assert.equal(decodingOf(Buffer.from('hi \u00e9', 'utf16le'), 'hi \u00e9'), 'utf-8');
  });

  test('an encoding nobody knows leaves the lines', () => {
    const shiftJis = Buffer.concat([
      Buffer.from('C: '),
      Buffer.from([0x83, 0x65]),
      Buffer.from('\nC: x\n'),
    ]);
    assert.equal(decodingOf(shiftJis, 'C: \u30c6\nC: x\n'), 'unknown');
    assert.equal(decodingOf(shiftJis, 'C: \u30c6\nC: y\n'), undefined);
    assert.equal(decodingOf(shiftJis, 'C: \u30c6\nC: x\n\n'), undefined);
  });

  test('a buffer with changes is another text', () => {
    assert.equal(decodingOf(latin, 'C: caf\u00e9s\nC: x\n') === 'octet', false);
    assert.equal(decodingOf(latin, 'C: caf\ufffds\nC: x\n'), undefined);
    assert.equal(decodingOf(latin, 'C: caf\u00e9\nC: y\n'), undefined);
    assert.equal(decodingOf(Buffer.from('a\n'), 'a\nb'), undefined);
    assert.equal(decodingOf(Buffer.from('a\nb'), 'a\n'), undefined);
    assert.equal(decodingOf(Buffer.from('\u00e9'), 'e'), undefined);
  });

  test('only line ends may differ, and the same octets are known as such', () => {
    const all = Buffer.from('a\rb\r\nc\nd\r\r\n');
    assert.deepEqual(
      { ...fileTextOf(all, Buffer.from('a\nb\nc\nd\n\n')), octets: 0 },
      { octets: 0, same: false, decoding: 'utf-8' },
    );
    assert.equal(fileTextOf(all, all)?.same, true);
    assert.equal(fileTextOf(Buffer.from('\ufeffa'), Buffer.from('a'))?.same, true);
  });
});
