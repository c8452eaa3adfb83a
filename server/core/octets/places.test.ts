import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alignedPlaces } from './alignedPlaces.ts';
import { DecodedText } from './decodedText.ts';
import { Places } from './places.ts';

/** Where each octet of `length` begins and ends in the source. */
function spansOf(places: Places, length: number): [number, number][] {
  return Array.from({ length }, (_, at) => [places.toSource(at), places.toSourceEnd(at + 1)]);
}

void test('copied octets, an escape, and octets of a dump', () => {
  const places = new Places();
  places.add(0, 10, 2, 1);
  places.add(2, 12, 4, 0);
  places.add(3, 20, 8, 3);
  assert.deepEqual(spansOf(places, 6), [
    [10, 11],
    [11, 12],
    [12, 16],
    [20, 22],
    [23, 25],
    [26, 28],
  ]);
});

void test('what was copied in pieces is one stretch', () => {
  const places = new Places();
  places.add(0, 5, 3, 1);
  places.add(3, 8, 2, 1);
  assert.deepEqual(spansOf(places, 5).at(-1), [9, 10]);
  assert.equal(places.fromSource(9, 5), 4);
});

void test('from the source: what stands there, or comes next', () => {
  const text = new DecodedText();
  const source = Buffer.from('<a\\x62c> <d>');
  text.copy(source, 1, 2);
  text.write('b', 2, 6);
  text.copy(source, 6, 7);
  text.write('\n', 7, 7);
  text.copy(source, 10, 11);
  const places = Array.from({ length: 12 }, (_, at) => text.fromSource(at));
  assert.deepEqual(places, [0, 0, 1, 1, 1, 1, 2, 3, 4, 4, 4, 5]);
});

void test('stretches of the source that are read before their turn are found as well', () => {
  const places = new Places();
  places.add(0, 50, 5, 1);
  places.add(5, 20, 5, 1);
  assert.equal(places.fromSource(22, 10), 7);
  assert.equal(places.fromSource(52, 10), 2);
  assert.equal(places.fromSource(0, 10), 5);
});

void test('a part of places says the same of its octets', () => {
  const stretch = fc.record({
    gap: fc.nat(3),
    length: fc.integer({ min: 1, max: 5 }),
    step: fc.constantFrom(0, 1, 2, 3 as const),
  });
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1 }), fc.nat(), fc.nat(), (list, a, b) => {
      const places = new Places();
      let length = 0;
      let source = 0;
      for (const each of list) {
        source += each.gap;
        const size = each.step === 0 ? 4 : (each.length - 1) * each.step + Math.min(each.step, 2);
        places.add(length, source, size, each.step);
        length += each.length;
        source += size;
      }
      const from = a % length;
      const to = from + 1 + (b % (length - from));
      const part = new Places();
      part.addPart(places, from, to, 7);
      const own = spansOf(part, 7 + to - from).slice(7);
      assert.deepEqual(own, spansOf(places, length).slice(from, to));
    }),
  );
});

void test('octets that differ in the middle lead to where they begin and end', () => {
  const source = Buffer.from('say: .abc!');
  const places = alignedPlaces(Buffer.from('..abc\r\n'), source, { from: 5, to: 9 });
  assert.deepEqual(spansOf(places, 7), [
    [5, 6],
    [6, 6],
    [6, 7],
    [7, 8],
    [8, 9],
    [9, 9],
    [9, 9],
  ]);
});
