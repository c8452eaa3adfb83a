import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageText, sizeText } from './messageText.ts';

const octetsOf = (text: string, encoding: BufferEncoding): Uint8Array =>
  Uint8Array.from(Buffer.from(text, encoding));

test('shows UTF-8 and anything else', () => {
  assert.equal(messageText(octetsOf('Grüße\r\n\r\nx\r\n', 'utf8'), false), 'Grüße\n\nx\n');
  assert.equal(messageText(octetsOf('Gr\xfc\xdfe\r\n', 'latin1'), false), 'Grüße\n');
});

test('nothing in it acts or hides', () => {
  const text = messageText(octetsOf('a\x1b[2Jb\0c\u202Ed\te', 'utf8'), false);
  assert.equal(text, 'a\\x1b[2Jb\\x00c\\u{202e}d\te');
});

test('says that it was cut', () => {
  assert.match(
    messageText(octetsOf('abc', 'utf8'), true),
    /^abc\n\[The message goes on; the first 3/,
  );
});

test('sizes', () => {
  assert.deepEqual([812, 12_345, 3_400_000].map(sizeText), ['812 octets', '12 KB', '3.4 MB']);
});
