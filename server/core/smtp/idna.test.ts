import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { uLabelProblem } from './idna.ts';
import { aLabelLength } from './punycode.ts';

test('labels of many scripts are U-labels', () => {
  const labels = [
    ...['bücher', 'faß', 'straße', '例え', 'почта', 'παράδειγμος', 'مثال', 'דוגמה', 'भारत', 'ñ'],
    ...['l·l', 'क्‍ष', 'نامه‌ای', 'カ・タ', '۱۲۳ب'.split('').reverse().join(''), '〇'],
  ];
  for (const label of labels) assert.equal(uLabelProblem(label), undefined, label);
});

test('what IDNA2008 refuses is no U-label', () => {
  const labels = [
    ...[
      'BÜCHER',
      'Bücher',
      'bu\u0308cher',
      '\u2603',
      'a\u00adb',
      'a\u200db',
      'a\u200cb',
      'mail\u00a0',
      'b\uff0d',
    ],
    ...[
      '-ü',
      'ü-',
      'ab--ü',
      '\u0308a',
      '\ud83d\ude42',
      'ü_a',
      'a\u00b7b',
      '\u0375a',
      'abא',
      'אa',
      '\u30fbü',
    ],
    ...['ü'.repeat(60), 'ü'.repeat(5000), '\u0660\u06f0ب', '\u0640ب', '\ua4fa\u3002'],
  ];
  for (const label of labels) assert.ok(uLabelProblem(label), JSON.stringify(label.slice(0, 12)));
});

test('the length of the A-label is that of the platform', () => {
  const letters = fc.constantFrom('a', 'z', '0', 'é', 'ü', 'я', '例', 'え', 'ñ', '가', '𐐨');
  const label = fc.array(letters, { minLength: 1, maxLength: 14 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(label, text => {
      const ascii = domainToASCII(text);
      fc.pre(ascii.startsWith('xn--'));
      const points = Array.from(text, char => char.codePointAt(0) ?? 0);
      assert.equal(aLabelLength(points), ascii.length, text);
    }),
    { numRuns: 1000 },
  );
});
