import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { bufferScanner } from '../../../host/bufferScanner.ts';
import { smtp } from '../../dialect/smtp.ts';
import { readChunk } from '../../transcript/readTranscript.ts';
import { wideCluesFrom } from './clue.ts';
import type { Clue } from './clue.ts';
import { dialogueCluesOf, isMasked } from './dialogueClues.ts';

const NAMES = ['refusal', 'times', 'rare-verb', 'crowd', 'open-offer', 'masked-offer'] as const;

function cluesIn(lines: readonly string[]): readonly Clue[] {
  const octets = Buffer.from(lines.join('\n'));
  const chunk = readChunk(octets, { scanner: bufferScanner, dialect: smtp });
  const [session] = chunk.sessions;
  assert.ok(session);
  const clues = dialogueCluesOf(chunk, session);
  return NAMES.filter(name => (clues & wideCluesFrom(name)) !== 0);
}

const HELLO = ['S: 220 mx.example', 'C: EHLO c.example'];

test('an ordinary session shows nothing, with times or without', () => {
  const end = ['S: 250 mx.example', 'C: QUIT', 'S: 221 Bye'];
  assert.deepEqual(cluesIn([...HELLO, ...end]), []);
  assert.deepEqual(cluesIn(['# 10:00:00', ...HELLO, '# 10:00:01', ...end]), []);
});

test('times that go back or lie far apart show', () => {
  const session = (time: string): string[] => ['# 10:00:00', ...HELLO, time, 'S: 250 mx.example'];
  assert.deepEqual(cluesIn(session('# 09:59:59')), ['times']);
  assert.deepEqual(cluesIn(session('# 10:02:00')), []);
  assert.deepEqual(cluesIn(session('# 10:02:01')), ['times']);
});

test('refusals, rare verbs and offers show', () => {
  assert.deepEqual(cluesIn([...HELLO, 'S: 500 What?', 'C: HELO c.example', 'S: 250 mx.example']), [
    'refusal',
    'rare-verb',
  ]);
  const offer = [...HELLO, 'S: 250-mx.example', 'S: 250 STARTTLS'];
  assert.deepEqual(cluesIn(offer), ['open-offer']);
  const again = [...offer, 'C: EHLO c.example', 'S: 250 mx.example'];
  assert.deepEqual(cluesIn(again), ['masked-offer']);
  assert.deepEqual(cluesIn([...HELLO, 'S: 250-mx.example', 'S: 250 XXXXXXXA']), ['masked-offer']);
});

test('a keyword that is painted over is one of X, with one letter left at the end', () => {
  assert.ok(isMasked('XXXXXXXA') && isMasked('XXXX'));
  assert.ok(!isMasked('XCLIENT') && !isMasked('XXXXXXXAB') && !isMasked('XX'));
});
