import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LineCounter } from '../../core/octets/lineEnds.ts';
import type { Span } from '../../core/octets/span.ts';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { excerptOf } from './excerptOf.ts';

interface Shown {
  readonly hidden?: readonly Span[];
  readonly skip?: number;
}

/** The excerpt as lines: number and text, then the carets. `at` is what is marked, in octets. */
function shown(source: string | Uint8Array, at: Span, { hidden = [], skip = 0 }: Shown = {}) {
  const octets = Buffer.from(source);
  const counter = new LineCounter(octets, bufferScanner);
  const from = {
    chunk: { source: octets, scanner: bufferScanner },
    secrets: {
      within: (start: number, end: number) =>
        hidden.filter(span => span.start < end && span.end > start),
    },
    skip,
    lineAt: (offset: number) => counter.lineAt(offset) + 1,
  };
  return excerptOf(from, at).flatMap(({ line, text, from: first, to }) => [
    `${line} ${text}`,
    `  ${' '.repeat(first)}${'^'.repeat(to - first)}`,
  ]);
}

/** What lies between two marks `«` and `»`, which are taken out. */
function marked(text: string): string[] {
  const start = Buffer.byteLength(text.slice(0, text.indexOf('«')));
  const plain = text.replace('«', '');
  const end = Buffer.byteLength(plain.slice(0, plain.indexOf('»')));
  return shown(plain.replace('»', ''), { start, end });
}

describe('excerpt', () => {
  test('carets stand under the octets', () => {
    assert.deepEqual(marked('one\nC: MAIL FROM:«a@b»\nthree'), [
      '2 C: MAIL FROM:a@b',
      '               ^^^',
    ]);
  });

  test('wide, astral and combining characters', () => {
    assert.deepEqual(marked('日本«語»x'), ['1 日本語x', '      ^^']);
    assert.deepEqual(marked('😀«b»'), ['1 😀b', '    ^']);
    assert.deepEqual(marked('e\u0301«b»'), ['1 e\u0301b', '   ^']);
    assert.deepEqual(marked('𝒳«b»'), ['1 𝒳b', '   ^']);
    assert.deepEqual(marked('한«글»'), ['1 한글', '    ^^']);
    assert.deepEqual(marked('e«\u0301»b'), ['1 e\u0301b', '   ^']);
  });

  test('controls, tabs and invisible characters are visible and counted', () => {
    assert.deepEqual(marked('a\tb\u001b[2J«c»'), [String.raw`1 a\tb\x1b[2Jc`, '             ^']);
    assert.deepEqual(marked('a\u202e«b»'), [String.raw`1 a\u{202e}b`, '           ^']);
    assert.deepEqual(marked('a\0«\u0085»'), [String.raw`1 a\0\x85`, '     ^^^^']);
  });

  test('octets that are no UTF-8 are shown one by one', () => {
    const octets = Buffer.from('C: a\xff\xc3\xe6\x97b', 'latin1');
    assert.deepEqual(shown(octets, { start: 8, end: 9 }), [
      String.raw`1 C: a\xff\xc3\xe6\x97b`,
      '                      ^',
    ]);
  });

  test('a place inside a character marks all of it', () => {
    assert.deepEqual(shown('a語b', { start: 2, end: 3 }), ['1 a語b', '   ^^']);
  });

  test('empty lines, and the very end of the file', () => {
    assert.deepEqual(marked('a\n«»\nb'), ['2 ', '  ^']);
    assert.deepEqual(marked('a\nb«»'), ['2 b', '   ^']);
    assert.deepEqual(marked('a\n«»'), ['2 ', '  ^']);
    assert.deepEqual(marked('«»'), ['1 ', '  ^']);
  });

  test('line ends are shown where the finding is about them', () => {
    assert.deepEqual(marked('ab«\n»c'), [String.raw`1 ab\n`, '    ^^']);
    assert.deepEqual(marked('ab«\r\n»c'), [String.raw`1 ab\r\n`, '    ^^^^']);
    assert.deepEqual(marked('ab«\r»c'), [String.raw`1 ab\r`, '    ^^']);
    assert.deepEqual(marked('ab\r«\n»c'), [String.raw`1 ab\r\n`, '      ^^']);
    assert.deepEqual(marked('ab\r\n«c»\r\nd'), ['2 c', '  ^']);
    assert.deepEqual(marked('ab\r«c»\rd'), ['2 c', '  ^']);
    assert.deepEqual(marked('a«b\n»c'), ['1 ab', '   ^']);
  });

  test('of several lines the first and the last are shown', () => {
    assert.deepEqual(marked('a\nb«c\nd\nef»g\n'), ['2 bc', '   ^', '4 efg', '  ^^']);
  });

  test('a long line is cut around the finding', () => {
    const text = `${'x'.repeat(70_000)}«bad»${'y'.repeat(70_000)}`;
    const [line = '', carets = ''] = marked(text);
    assert.match(line, /^1 …x{30}bady{67}…$/);
    assert.equal(carets.indexOf('^'), line.indexOf('b'));
    assert.equal(carets.lastIndexOf('^'), line.indexOf('d'));
    const [last = ''] = marked(`${'x'.repeat(300)}«bad»`);
    assert.match(last, /^1 …x{96}bad$/);
    const [first = ''] = marked(`«bad»${'é'.repeat(3000)}`);
    assert.match(first, /^1 badé{97}…$/);
    assert.match(marked(`${'é'.repeat(3000)}«bad»`)[0] ?? '', /^1 …é{96}bad$/);
  });

  test('a finding longer than what is shown is marked as far', () => {
    const [line = '', carets = ''] = marked(`a«${'b'.repeat(5000)}»`);
    assert.match(line, /^1 ab{99}…$/);
    assert.equal(carets, `   ${'^'.repeat(99)}`);
  });

  test('characters without width cannot make a line endless', () => {
    const [line = ''] = marked(`a«b»${'\u0301'.repeat(100_000)}`);
    assert.ok(line.length < 1000, String(line.length));
  });

  test('a byte order mark is not part of the first line', () => {
    const octets = Buffer.from('\ufeffab');
    assert.deepEqual(shown(octets, { start: 4, end: 5 }, { skip: 3 }), ['1 ab', '   ^']);
  });

  test('of a secret nothing is shown, and the carets reach over its mark', () => {
    const secret = { start: 14, end: 34 };
    const line = `C: AUTH PLAIN ${'s'.repeat(20)} x`;
    assert.deepEqual(shown(line, secret, { hidden: [secret] }), [
      '1 C: AUTH PLAIN <redacted> x',
      '                ^^^^^^^^^^',
    ]);
    assert.deepEqual(shown(line, { start: 20, end: 21 }, { hidden: [secret] }), [
      '1 C: AUTH PLAIN <redacted> x',
      '                ^^^^^^^^^^',
    ]);
    assert.deepEqual(shown(line, { start: 35, end: 36 }, { hidden: [secret] }), [
      '1 C: AUTH PLAIN <redacted> x',
      '                           ^',
    ]);
  });

  test('any octets and any place give lines that are safe to show', () => {
    const octet = fc.oneof(
      fc.constantFrom(10, 13, 27, 0xe6, 0x97, 0xa5, 0xf0, 0x9f, 0x98, 0x80, 0xcc, 0x81),
      fc.integer({ min: 0, max: 255 }),
    );
    const any = fc.record({
      octets: fc.array(octet, { maxLength: 60 }),
      times: fc.constantFrom(1, 1, 50),
      at: fc.nat(),
      length: fc.nat({ max: 70 }),
      hidden: fc.nat(),
    });
    fc.assert(
      fc.property(any, ({ octets, times, at, length, hidden }) => {
        const source = Buffer.concat(Array<Buffer>(times).fill(Buffer.from(octets)));
        const start = at % (source.length + 1);
        const secret = hidden % (source.length + 1);
        const secrets = [{ start: secret, end: Math.min(secret + 9, source.length) }];
        const end = Math.min(start + length, source.length);
        const rows = shown(
          source,
          { start, end },
          { hidden: secrets.filter(s => s.end > s.start) },
        );
        assert.ok(rows.length === 2 || rows.length === 4);
        for (const row of rows) {
          assert.doesNotMatch(row, /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
          assert.ok(row.length < 1000);
        }
        assert.match(rows[1] ?? '', /^ {2} *\^+$/);
      }),
      { numRuns: 500 },
    );
  });

  test('what begins in a secret shows nothing of it either', () => {
    const hidden = [{ start: 10, end: 5000 }];
    const line = `C: AUTH P ${'s'.repeat(4990)}x`;
    const rows = shown(line, { start: 4990, end: 4991 }, { hidden });
    assert.doesNotMatch(rows.join('\n'), /s/);
  });
});
