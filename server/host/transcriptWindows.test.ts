import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { probeDialect } from '../core/dialect/probe.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { sourceLineOf } from '../core/transcript/sourcePlace.ts';
import { sessionFactsOf } from '../report/sessionFacts.ts';
import { bufferScanner } from './bufferScanner.ts';
import { streamSource } from './octetSource.ts';
import { readWindows } from './transcriptWindows.ts';

async function inWindows(octets: Uint8Array, size: number): Promise<string[]> {
  const { dialect } = probeDialect(octets, bufferScanner);
  const source = streamSource(Readable.from([octets.subarray(0, 7), octets.subarray(7)]));
  const facts: string[] = [];
  for await (const window of readWindows(source, { dialect, octets: size })) {
    for (const placed of window.chunks()) {
      const { chunk } = placed;
      for (const session of chunk.sessions) {
        const { start, end } = session.span;
        const lines = {
          first: placed.fileLine(sourceLineOf(chunk, start)),
          last: placed.fileLine(sourceLineOf(chunk, end - 1)),
        };
        facts.push(JSON.stringify(sessionFactsOf(chunk, session, lines)));
      }
    }
  }
  return facts.sort();
}

function atOnce(octets: Uint8Array): string[] {
  const { dialect } = probeDialect(octets, bufferScanner);
  const facts: string[] = [];
  let first = 1;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const session of chunk.sessions) {
      const { start, end } = session.span;
      const lines = {
        first: first + sourceLineOf(chunk, start),
        last: first + sourceLineOf(chunk, end - 1),
      };
      facts.push(JSON.stringify(sessionFactsOf(chunk, session, lines)));
    }
    first += chunk.sourceLines.count - 1;
  }
  return facts.sort();
}

const corpus = new URL('../../test/corpus/', import.meta.url);

function repeated(file: string, times: number): Uint8Array {
  const text = readFileSync(new URL(file, corpus));
  return Buffer.concat(Array.from({ length: times }, () => text));
}

for (const [file, times] of [
  ['swaks/tls-auth.txt', 20],
  ['clean/postfix-default.smtp', 300],
  ['postfix/smtpd-v-interleaved-3.txt', 4],
] as const) {
  test(`${file} ${times} times: windows of any size give the same sessions`, async () => {
    const octets = repeated(file, times);
    const whole = atOnce(octets);
    assert.ok(whole.length >= times);
    for (const size of [3000, 20_000, 100_000, 10_000_000]) {
      assert.deepEqual(await inWindows(octets, size), whole, `window of ${size}`);
    }
  });
}

test('an empty source has one empty chunk', async () => {
  assert.deepEqual(await inWindows(new Uint8Array(0), 100), []);
});

test('a session longer than the limit is read in parts', async () => {
  const { dialect } = probeDialect(Buffer.from('S: 220 a\n'), bufferScanner);
  const octets = Buffer.from(`S: 220 a\n${'C: NOOP\nS: 250 ok\n'.repeat(500)}`);
  const source = streamSource(Readable.from([octets]));
  let sessions = 0;
  for await (const window of readWindows(source, { dialect, octets: 1000, most: 2000 })) {
    for (const { chunk } of window.chunks()) sessions += chunk.sessions.length;
  }
  assert.ok(sessions > 3, String(sessions));
});
