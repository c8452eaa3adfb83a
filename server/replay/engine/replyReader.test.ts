import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LINE_LIMIT, ReplyReader } from './replyReader.ts';

function readerOf(...chunks: readonly string[]): ReplyReader {
  const reader = new ReplyReader();
  for (const chunk of chunks) reader.push(Buffer.from(chunk, 'latin1'));
  return reader;
}

test('replies of one line, of many, without text, and with bare LF', () => {
  const reader = readerOf('220 a\r\n250-b\r\n250-\r\n250', '\r\n354\n', '25');
  const codes = [reader.next(), reader.next(), reader.next()].map(result =>
    result.kind === 'reply' ? [result.code, Buffer.from(result.octets).toString()] : result.kind,
  );
  assert.deepEqual(codes, [
    [220, '220 a\r\n'],
    [250, '250-b\r\n250-\r\n250\r\n'],
    [354, '354\n'],
  ]);
  assert.deepEqual(reader.next(), { kind: 'more' });
  assert.equal(reader.partial(), 'reply');
  assert.equal(reader.unread, 2);
});

test('the code of the last line counts', () => {
  const result = readerOf('250-a\r\n550 b\r\n').next();
  assert.equal(result.kind === 'reply' && result.code, 550);
});

test('a code that changes inside a reply is told, wherever it does', () => {
  const codes = (text: string): unknown => {
    const result = readerOf(text).next();
    return result.kind === 'reply' && [result.code, result.otherCode];
  };
  assert.deepEqual(codes('250-a\r\n550 b\r\n'), [550, 250]);
  assert.deepEqual(codes('250-a\r\n550-b\r\n250 c\r\n'), [250, 550]);
  assert.deepEqual(codes('550-a\r\n250-b\r\n250 c\r\n'), [250, 550]);
  assert.deepEqual(codes('250-a\r\n250 b\r\n'), [250, undefined]);
  const reader = readerOf('250-a\r\n550 b\r\n250 c\r\n');
  assert.equal(reader.next().kind, 'reply');
  assert.deepEqual(Object.keys(reader.next()), ['kind', 'code', 'octets']);
});

test('what is no reply line', () => {
  for (const line of ['', 'x', '25', '2500', '600 x', '050 x', '25x x', '250\tx', ' 250 x']) {
    assert.equal(readerOf(`${line}\r\n`).next().kind, 'garbage', line);
  }
  assert.equal(readerOf('250-a\r\nfree text\r\n').next().kind, 'garbage');
});

test('limits hold with and without a line end', () => {
  const long = `220 ${'x'.repeat(LINE_LIMIT - 6)}\r\n`;
  assert.equal(readerOf(long).next().kind, 'reply');
  assert.deepEqual(readerOf(`220 x${long.slice(4)}`).next(), { kind: 'too-large', what: 'line' });
  assert.deepEqual(readerOf('x'.repeat(LINE_LIMIT + 1)).next(), {
    kind: 'too-large',
    what: 'line',
  });
  assert.deepEqual(readerOf('220-x\r\n'.repeat(150_000)).next(), {
    kind: 'too-large',
    what: 'reply',
  });
});

test('octets that were handed out do not change when more come', () => {
  const reader = readerOf('250-', 'first\r\n', '250 one\r\n250 t');
  const first = reader.next();
  assert.equal(first.kind, 'reply');
  const before = Buffer.from(first.octets).toString();
  reader.push(Buffer.from(`wo${'x'.repeat(5000)}\r\n`));
  assert.equal(reader.next().kind, 'reply');
  assert.equal(Buffer.from(first.octets).toString(), before);
});

test('a large reply octet by octet takes no more than linear work', () => {
  const reader = new ReplyReader();
  const octets = Buffer.from(`${`250-${'x'.repeat(990)}\r\n`.repeat(200)}250 end\r\n`);
  for (const [at] of octets.entries()) {
    if (at > 0) assert.equal(reader.next().kind, 'more');
    reader.push(octets.subarray(at, at + 1));
  }
  assert.equal(reader.next().kind, 'reply');
});
