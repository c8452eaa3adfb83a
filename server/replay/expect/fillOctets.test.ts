import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fillOctets } from './fillOctets.ts';
import type { FillPlace } from './fillOctets.ts';
import { variableNamesIn, variableNamesInText } from './variableNames.ts';

function filled(text: string, values: Record<string, string>, where: FillPlace = 'line'): unknown {
  const octets = Buffer.from(text, 'latin1');
  const names = variableNamesIn(octets);
  const result = fillOctets(octets, names, new Map(Object.entries(values)), where);
  return result instanceof Uint8Array ? Buffer.from(result).toString('latin1') : result;
}

void test('places are names in double braces, blanks inside allowed', () => {
  const names = variableNamesInText('{{a}} {{ b.c }} {{\td-e}} {{_1}} {{a}}');
  assert.deepEqual(names, ['a', 'b.c', 'd-e', '_1']);
  const none = '{{}} {{1a}} {{a b}} {a} {{a} } {{a\n}} {{é}} {{' + 'x'.repeat(61) + '}}';
  assert.deepEqual(variableNamesInText(none), []);
  assert.deepEqual(variableNamesInText('{{{a}} {{{{b}}}}'), ['a', 'b']);
  assert.deepEqual(variableNamesIn(Buffer.from('{{x}}\0{{y}}')), ['x', 'y']);
});

void test('values go in as UTF-8 and are not looked at again', () => {
  assert.equal(
    filled('RCPT TO:<{{to}}>\r\n', { to: 'bob@example.org' }),
    'RCPT TO:<bob@example.org>\r\n',
  );
  assert.equal(filled('{{a}}{{b}}', { a: '{{b}}', b: 'x' }), '{{b}}x');
  assert.equal(filled('NOOP {{a}}', { a: 'é' }), 'NOOP \u00c3\u00a9');
  assert.equal(filled('\xff{{a}}\xfe', { a: '' }), '\xff\xfe');
});

void test('a value cannot end a line or leave one out', () => {
  for (const value of ['a\r\nRSET', 'a\nb', 'a\rb', 'a\0b', 'a\u001b[2J', 'a\bb', 'a\u007f']) {
    assert.deepEqual(filled('NOOP {{a}}\r\n', { a: value }), { unsafe: 'a' });
  }
  assert.deepEqual(filled('NOOP {{a}}\r\n', {}), { missing: 'a' });
  assert.equal(filled('hello {{a}}', {}, 'content'), 'hello {{a}}');
});

void test('in content lines end with CRLF and dots are stuffed', () => {
  assert.equal(filled('{{a}}\r\n', { a: '.\n.x\r\ry' }, 'content'), '..\r\n..x\r\n\r\ny\r\n');
  assert.equal(filled('x{{a}}\r\n', { a: '.y' }, 'content'), 'x.y\r\n');
  assert.equal(filled('{{a}}.\r\nx', { a: '' }, 'content'), '..\r\nx');
  assert.equal(filled('{{a}}.\r\nx', { a: 'z\n' }, 'content'), 'z\r\n..\r\nx');
  assert.equal(filled('{{a}}{{b}}\r\n', { a: '', b: '.' }, 'content'), '..\r\n');
  assert.equal(filled('a\r\n..b {{a}}\r\n.\r\n', { a: '.' }, 'content'), 'a\r\n..b .\r\n.\r\n');
  assert.equal(filled('{{a}}', { a: '.\nx' }, 'chunk'), '.\r\nx');
});

void test('whatever the values, content ends only where the file ends it', () => {
  const text = fc
    .array(fc.constantFrom('.', '\r', '\n', '\r\n', 'x', '{{b}}'), { maxLength: 8 })
    .map(parts => parts.join(''));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const content = 'x\r\n{{a}}{{b}}.{{a}}\r\n{{b}}.\r\n.{{a}}{{b}}\r\n.{{b}}z\r\n.\r\n';
      const out = String(filled(content, { a, b }, 'content'));
      assert.equal(out.indexOf('\r\n.\r\n'), out.length - 5);
    }),
    { numRuns: 2000 },
  );
});

void test('a stuffed dot before a value that is empty or ends the line ends nothing', () => {
  assert.equal(filled('.{{a}}\r\nRSET\r\n', { a: '' }, 'content'), '..\r\nRSET\r\n');
  assert.equal(filled('x\r\n.{{a}}y', { a: '\nRSET' }, 'content'), 'x\r\n..\r\nRSETy');
  assert.equal(filled('.{{a}}y\r\n', { a: '' }, 'content'), '.y\r\n');
});

void test('a long value in many places is refused, in time and without the memory', () => {
  const began = performance.now();
  const content = '{{a}}'.repeat(100_000);
  assert.deepEqual(filled(content, { a: 'y'.repeat(65_000) }, 'content'), { tooLong: 'a' });
  assert.ok(performance.now() - began < 5000);
});

void test('without places the octets are the same ones', () => {
  const octets = Buffer.from('NOOP {{a}}');
  assert.equal(fillOctets(octets, [], new Map([['a', 'x']]), 'line'), octets);
});
