import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { readQuotedText } from './quotedText.ts';
import type { HexEscape } from './quotedText.ts';

function read(text: string, hex?: HexEscape): string {
  const source = Buffer.from(text);
  const quoted = readQuotedText(source, 0, source.length, hex);
  assert.ok(quoted);
  return Buffer.from(quoted.octets).toString('latin1');
}

void test('escapes of Python, Ruby, Rust and JSON', () => {
  assert.equal(read(String.raw`'a\r\n\t\\\'"b'`), 'a\r\n\t\\\'"b');
  assert.equal(read(String.raw`"it's \"so\" \#{x} \e\a\0\/"`), 'it\'s "so" #{x} \x1b\x07\0/');
  assert.equal(read(String.raw`'\xff\x00'`), '\xff\0');
  assert.equal(read(String.raw`'\xfc'`, 'character'), '\xc3\xbc');
  assert.equal(read(String.raw`"\u00fc \u{fc} \U000000fc"`), '\xc3\xbc \xc3\xbc \xc3\xbc');
  assert.equal(read(String.raw`"\ud83d\ude00"`), '\xf0\x9f\x98\x80');
  assert.equal(read(String.raw`"\u{1f600}"`), '\xf0\x9f\x98\x80');
  assert.equal(read(String.raw`'\udcff'`), '\xff');
});

void test('octets that are not ASCII stay as they are', () => {
  assert.equal(read("'gr\u00fc\u00dfe'"), 'gr\xc3\xbc\xc3\x9fe');
});

void test('what is no escape is kept', () => {
  assert.equal(
    read(String.raw`'\q \x4 \u12 \u{} \u{110000000} \Uxx'`),
    String.raw`\q \x4 \u12 \u{} \u{110000000} \Uxx`,
  );
  assert.equal(read(String.raw`'\ud83d'`), '\xef\xbf\xbd');
});

void test('a literal that is cut off ends with the text', () => {
  for (const text of [
    "'abc",
    String.raw`'abc\ `.trim(),
    String.raw`'abc\x1`,
    String.raw`'abc\u{12`,
  ]) {
    const source = Buffer.from(text);
    const quoted = readQuotedText(source, 0, source.length);
    assert.equal(quoted?.closed, false);
    assert.equal(quoted.end, source.length);
  }
});

void test('an escape is not read beyond the line', () => {
  const source = Buffer.from(String.raw`'\x41'`);
  const quoted = readQuotedText(source, 0, 4);
  assert.equal(Buffer.from(quoted?.octets ?? []).toString(), String.raw`\x4`);
});

void test('no quote, no literal', () => {
  assert.equal(readQuotedText(Buffer.from('abc'), 0, 3), undefined);
  assert.equal(readQuotedText(Buffer.from("'"), 1, 1), undefined);
});
