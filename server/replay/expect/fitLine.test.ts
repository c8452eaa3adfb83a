import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitLine } from './fitLine.ts';

function fit(template: string, live: string, bound: Readonly<Record<string, string>> = {}) {
  const names = new Set(['x', 'y']);
  return fitLine(template, live, { names, bound: new Map(Object.entries(bound)), opening: 'text' });
}

void test('an unbound place takes the shortest text, a bound one its value', () => {
  assert.deepEqual(fit('a {{x}} b', 'a 12 b')?.captured, new Map([['x', '12']]));
  assert.equal(fit('a {{x}} b', 'a 12 b', { x: '13' }), undefined);
  assert.equal(fit('a {{x}} b', 'a  b'), undefined);
  assert.notEqual(fit('a {{x}}{{x}} b', 'a 1212 b', { x: '12' }), undefined);
});

void test('long values in very many places take neither time nor memory', () => {
  const began = performance.now();
  const long = 'y'.repeat(60_000);
  assert.equal(fit('{{x}}'.repeat(100_000), long, { x: long }), undefined);
  assert.equal(fit('{{x}}a'.repeat(100_000), 'ya'.repeat(30_000)), undefined);
  assert.equal(fit(`{{x}}${'a'.repeat(30_000)}b{{y}}`, 'a'.repeat(65_000)), undefined);
  assert.ok(performance.now() - began < 5000);
});
