import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stuffed, unstuffed } from './messageOctets.ts';

const text = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1');

test('a dot goes from each line that begins with one', () => {
  assert.equal(text(unstuffed(Buffer.from('..a\r\nb.\r\n...\r\n'))), '.a\r\nb.\r\n..\r\n');
});

test('only CRLF ends a line', () => {
  assert.equal(text(unstuffed(Buffer.from('a\n.b\r.c\r\n.d'))), 'a\n.b\r.c\r\nd');
  assert.equal(text(stuffed(Buffer.from('\n.a\r\n.b'))), '\n.a\r\n..b');
});

test('stuffing and unstuffing undo each other', () => {
  const octets = fc
    .array(fc.constantFrom('.', '\r\n', '\n', '\r', 'a'), { maxLength: 12 })
    .map(parts => Buffer.from(parts.join('')));
  fc.assert(
    fc.property(octets, message => {
      assert.equal(text(unstuffed(stuffed(message))), text(message));
    }),
  );
});
