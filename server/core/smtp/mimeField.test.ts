import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { parseMimeField } from './mimeField.ts';

test('type, subtype and parameters, with comments and quotes', () => {
  const value = ' Multipart/Mixed (a; b=c) ; Boundary="a\\"b;c" (x); charset = utf-8;name*=u\'\'x';
  const { type, subtype, params, problems, start, end } = parseMimeField(value, 'type');
  assert.deepEqual([type, subtype, problems], ['multipart', 'mixed', []]);
  assert.equal(value.slice(start, end), 'Multipart/Mixed');
  assert.deepEqual(
    [...params.values()].map(param => [
      param.name,
      param.value,
      value.slice(param.start, param.end),
    ]),
    [
      ['boundary', 'a"b;c', '"a\\"b;c"'],
      ['charset', 'utf-8', 'utf-8'],
      ['name*', "u''x", "u''x"],
    ],
  );
});

test('of two parameters of one name the first counts', () => {
  const { params } = parseMimeField('text/plain; a=1; A=2', 'type');
  assert.equal(params.get('a')?.value, '1');
});

test('faults are told, and what can be read is', () => {
  const reasons = (value: string, wants: 'type' | 'word' = 'type'): string[] =>
    parseMimeField(value, wants).problems.map(({ reason }) => reason);
  assert.deepEqual(reasons('text; charset=utf-8'), ['the subtype is missing']);
  assert.deepEqual(reasons('text/plain; a'), ['"=" is missing after "a"']);
  assert.deepEqual(reasons('text/plain; a="b'), ['the quoted value of "a" is not closed']);
  assert.deepEqual(reasons('text/plain; a=b c'), ['"c" is part of no parameter']);
  assert.deepEqual(reasons('7bit', 'word'), []);
  assert.deepEqual(reasons(' ', 'word'), ['its value is missing']);
  const { params } = parseMimeField('multipart/mixed; boundary=a:b; x', 'type');
  assert.equal(params.get('boundary')?.value, 'a:b');
});

test('a field without end costs no more than its length', () => {
  const start = performance.now();
  for (const piece of ['; a=b', ';', '; a="', '=', ' ', '(', '/', '\\', '"']) {
    parseMimeField(`text/plain${piece.repeat(100_000)}`, 'type');
  }
  assert.ok(performance.now() - start < 4_000);
});
