import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { patternFault } from '../../../replay/expect/patternFault.ts';
import { patternProblem } from './patternProblem.ts';

const WRONG = [
  ...['(a', 'a)', '[a', 'a**', '*a', '(?=a)', '(?<!a)', '(a)\\1', 'a\\', '(?P=n)', '(|+)'],
  ...['x'.repeat(501), 'a{2}{3}', '(?>a)'],
];
const RIGHT = [
  ...['queued as (?P<id>\\S+)', '^250[- ]', '[]a]', '[^]a]', 'a+?', 'a{2,3}', 'a{,3}', '(?i)ok'],
  ...['(?i:ok)', '[[:alpha:]-]+', '\\Q(\\E', 'a|b', '(?<id>x)', '\\.', '{x}', 'x{', '()', '|'],
];

for (const pattern of WRONG) {
  test(`RE2 cannot read ${JSON.stringify(pattern).slice(0, 40)}`, () => {
    assert.ok(patternProblem(pattern));
    assert.ok(patternFault(pattern), 'it can');
  });
}

for (const pattern of RIGHT) {
  test(`RE2 can read ${JSON.stringify(pattern)}`, () => {
    assert.equal(patternProblem(pattern), undefined);
    assert.equal(patternFault(pattern), undefined);
  });
}

test('it never objects to what RE2 takes', () => {
  const piece = fc.constantFrom(
    ...['(', ')', '[', ']', '^', '$', '|', '*', '+', '?', '\\', 'a', '{', '}', '2', ',', '-', ':'],
    ...['(?', '(?P<n>', '(?i)', '\\Q', '\\E', '[:alpha:]', '.', '<', '=', '!', '\n', 'é'],
  );
  const pattern = fc.array(piece, { minLength: 1, maxLength: 8 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(pattern, text => {
      if (text.trim() !== '' && patternFault(text) === undefined) {
        assert.equal(patternProblem(text), undefined);
      }
    }),
    { numRuns: 20_000 },
  );
});
