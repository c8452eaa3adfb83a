import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { recordio } from '../dialect/recordio.ts';
import { smtp } from '../dialect/smtp.ts';
import { swaks } from '../dialect/swaks.ts';
import type { Dialect } from '../dialect/dialect.ts';
import type { Chunk } from './model.ts';
import { readTranscript } from './readTranscript.ts';

function read(text: string, dialect: Dialect, mostLines?: number): readonly Chunk[] {
  const octets = Buffer.from(text);
  const limit = mostLines === undefined ? {} : { mostLines };
  const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect, ...limit })];
  assert.deepEqual(Buffer.concat(chunks.map(({ source }) => source)), octets);
  return chunks;
}

function exchangesIn(chunks: readonly Chunk[]): number[] {
  return chunks.map(({ sessions }) => sessions.flatMap(({ exchanges }) => exchanges).length);
}

void test('a session of many lines is read in parts, cut where no reply is due', () => {
  const text = `S: 220 mx\n${'C: NOOP\nS: 250-a\nS: 250 ok\n'.repeat(100)}`;
  assert.deepEqual(exchangesIn(read(text, smtp)), [100]);
  const parts = read(text, smtp, 40);
  assert.ok(parts.length > 5);
  assert.equal(
    exchangesIn(parts).reduce((sum, count) => sum + count),
    100,
  );
  for (const { octets } of parts.slice(1)) assert.match(Buffer.from(octets).toString(), /^C: NOOP/);
});

void test('a reply without end is cut somewhere', () => {
  const parts = read(`C: HELP\n${'S: 214-x\n'.repeat(100)}`, smtp, 10);
  assert.ok(parts.length >= 5);
});

void test('content does not count, and is not cut', () => {
  const content = ' -> DATA again\n'.repeat(50);
  const text = `<-  220 mx\n -> DATA\n<-  354 go\n${content} -> .\n<-  250 ok\n`;
  assert.equal(read(text, swaks, 6).length, 1);
});

void test('no line that holds several is cut in two', () => {
  const text = `1 > 220 mx\r \n${'1 < NOOP\r \n1 > 250 ok\r \n'.repeat(50)}`;
  const lines = text.split('\n').length - 1;
  const parts = read(text, recordio, 9).map(({ source }) => Buffer.from(source).toString());
  assert.equal(parts.join('').split('\n').length - 1, lines);
});

void test('of millions of remarks some are kept', () => {
  const text = `S: 220 mx\n${'# hi\n'.repeat(300_000)}# @name last\nC: QUIT\nS: 221 bye\n`;
  const [chunk, ...more] = read(text, smtp);
  assert.equal(more.length, 0);
  const session = chunk?.sessions[0];
  assert.ok(session);
  assert.equal(session.ending, 'quit');
  assert.ok(session.steps.length < 210_000);
  assert.equal(session.directives.length, 1);
});
