import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineCounter, lineEndsIn } from './lineEnds.ts';
import { lineAt, lineIndexOf } from './lineIndex.ts';
import { plainScanner } from './plainScanner.ts';

test('line ends are counted as editors do', () => {
  for (const text of ['', 'a', 'a\nb\n', 'a\r\nb\rc\n\r', '\n'.repeat(37), 'abc\n'.repeat(41)]) {
    const octets = Buffer.from(`xy${text}z`);
    const expected = text.split(/\r\n|\n|\r/).length - 1;
    const found = lineEndsIn(octets, plainScanner, 2, 2 + text.length);
    assert.equal(found, expected, JSON.stringify(text));
  }
});

test('the counter agrees with the table of all lines, in any order of asking', () => {
  const parts = fc.constantFrom('\n', '\r\n', '\r', 'a', 'bcd', '\r\r\n', 'x'.repeat(16_380));
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      (all, at) => {
        const octets = Buffer.from(all.join(''));
        const index = lineIndexOf(octets);
        const counter = new LineCounter(octets, plainScanner);
        for (const some of at) {
          const offset = some % (octets.length + 1);
          const line = lineAt(index, offset);
          assert.equal(counter.lineAt(offset), line);
          assert.equal(counter.startAt(offset), index.starts[line]);
        }
      },
    ),
  );
});
