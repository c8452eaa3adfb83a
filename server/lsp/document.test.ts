import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LINT, lintChunk, rulesetOf } from '../core/rule/run.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { LspChange, LspRange } from './document.ts';
import { TranscriptDocument } from './document.ts';

const RULESET = rulesetOf(DEFAULT_LINT);

/** Everything that depends on the text: the chunks, their sessions, and what the rules say. */
function picture(chunks: readonly Chunk[]): unknown {
  return chunks.map(chunk => ({
    text: Buffer.from(chunk.octets).toString('hex'),
    dialect: chunk.dialect,
    sessions: JSON.stringify(chunk.sessions, leaveOutStates),
    loose: JSON.stringify(chunk.loose),
    findings: lintChunk(chunk, RULESET),
  }));
}

/** States hold exchanges that hold states: the names are enough. */
function leaveOutStates(key: string, value: unknown): unknown {
  if (
    key === 'before' ||
    key === 'after' ||
    key === 'known' ||
    key === 'final' ||
    key === 'state'
  ) {
    return typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
  }
  return key === 'transactions' && Array.isArray(value) ? value.length : value;
}

/** The text model of an editor: UTF-16 units, lines ended by CRLF, LF or CR. */
function applyToText(text: string, change: LspChange): string {
  if (change.range === undefined) return change.text;
  const { start, end } = change.range;
  return text.slice(0, unitAt(text, start)) + change.text + text.slice(unitAt(text, end));
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), match => match.index + match[0].length)];
}

function unitAt(text: string, at: { line: number; character: number }): number {
  const from = lineStarts(text)[at.line] ?? text.length;
  const length = /^[^\r\n]*/.exec(text.slice(from))?.[0].length ?? 0;
  return from + Math.min(at.character, length);
}

function positionIn(text: string, unit: number): { line: number; character: number } {
  const starts = lineStarts(text);
  const line = starts.findLastIndex(start => start <= unit);
  return { line, character: unit - (starts[line] ?? 0) };
}

const LINES = [
  'S: 220 mx.example ESMTP ready',
  'C: EHLO client.example',
  'S: 250-mx.example',
  'S: 250 SIZE 1000',
  'C: MAIL FROM:<a@b.example>',
  'C: MAIL FROM:<\u{1f600}\u00e9@b.example>',
  'S: 250 OK',
  'C: RCPT TO:<c@d.example>',
  'C: DATA',
  'S: 354 go on',
  'C: Subject: x',
  'C: ',
  'C: ..x',
  'C: .',
  'C: QUIT',
  'S: 221 bye',
  '',
  '# --- new session ---',
  '# a note',
  '# @name one',
  '# @disable-next-line nested-mail',
  '220 mx.example',
  'EHLO x',
  '250 ok',
  'hello',
  '.',
  '=== Trying mx.example:25...',
  '=== Connected to mx.example.',
  '<-  220 mx.example ESMTP',
  ' -> EHLO client.example',
  '<-  250 ok',
  ' -> QUIT',
  '<-  221 bye',
  '\ud83d',
  '\ude00',
  's: hello',
  'C\\: hello\\r\\n',
];

const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');
const textOf = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...LINES), ends), { maxLength })
    .map(lines => lines.map(([line, end]) => line + end).join(''));
const SNIPPETS = [
  '',
  'x',
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '\ud83d',
  '\ude00',
  'S: 220 hi\n',
  '250-',
  '\u00e9',
];
const inserted = fc.oneof(fc.constantFrom(...SNIPPETS), textOf(6));
const edits = fc.array(
  fc.record({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat(5), fc.nat(200)),
    text: inserted,
  }),
  { maxLength: 12 },
);

function checkEdits(
  text: string,
  list: readonly { at: number; length: number; text: string }[],
): void {
  let now = text;
  const document = new TranscriptDocument('file:///x.smtp', text, {
    version: 1,
    encoding: 'utf-16',
  });
  for (const [index, edit] of list.entries()) {
    const at = edit.at % (now.length + 1);
    const end = Math.min(now.length, at + edit.length);
    const range = { start: positionIn(now, at), end: positionIn(now, end) };
    const change = { range, text: edit.text };
    document.change([change], index + 2);
    now = applyToText(now, change);
    // Not after each: several edits may wait for one reading.
    if (index % 3 !== 0) continue;
    compare(document, now);
  }
  compare(document, now);
}

function compare(document: TranscriptDocument, text: string): void {
  const fresh = new TranscriptDocument('file:///x.smtp', text, { version: 1, encoding: 'utf-16' });
  const options = { scanner: bufferScanner, dialect: fresh.dialect.dialect };
  const whole = [...readTranscript(fresh.octets(), options)];
  assert.deepEqual(picture(document.pieces().map(piece => piece.chunk)), picture(whole));
  assert.equal(document.lineCount, lineStarts(text).length);
  assert.equal(document.dialect.dialect.id, fresh.dialect.dialect.id);
}

void test('edits give what a fresh read gives', () => {
  fc.assert(
    fc.property(textOf(60), edits, (text, list) => {
      checkEdits(text, list);
    }),
    { numRuns: 1000 },
  );
});

void test('edits in a long file give what a fresh read gives', () => {
  const session = `${LINES.slice(0, 16).join('\n')}\n\n`;
  const bare = `${LINES.slice(0, 16).join('\n')}\n\n`.replace(/^[CS]: /gm, '');
  const swaks = `${LINES.slice(26, 33).join('\n')}\n`;
  const long = fc.constantFrom(session.repeat(230), bare.repeat(230), swaks.repeat(500));
  fc.assert(
    fc.property(long, edits, (text, list) => {
      checkEdits(text, list);
    }),
    { numRuns: 8 },
  );
});

void test('a line that only looks marked leaves its session to what follows', () => {
  for (const line of ['s: hello', 'C\\: hello']) {
    const first = `220 mx.example\nEHLO x\n250 ok\n${line}\n500 what\nQUIT\n221 bye\n\n`;
    const bare = `${first}${first}${'220 mx.example\nQUIT\n221 bye\n\n'.repeat(3)}`;
    checkEdits(`${bare}S: 220 mx.example\n`, [{ at: bare.length, length: 3, text: '' }]);
  }
});

void test('changes of one notification are applied in their order', () => {
  fc.assert(
    fc.property(textOf(20), fc.array(fc.tuple(fc.nat(), fc.nat(9), inserted)), (text, list) => {
      let now = text;
      const changes = list.map(([seed, length, insert]): LspChange => {
        const at = seed % (now.length + 1);
        const end = Math.min(now.length, at + length);
        const change = {
          range: { start: positionIn(now, at), end: positionIn(now, end) },
          text: insert,
        };
        now = applyToText(now, change);
        return change;
      });
      const document = new TranscriptDocument('file:///x', text, {
        version: 1,
        encoding: 'utf-16',
      });
      document.change(changes, 2);
      compare(document, now);
    }),
    { numRuns: 100 },
  );
});

void test('positions survive the way to octets and back', () => {
  fc.assert(
    fc.property(textOf(30), fc.nat(), (text, seed) => {
      const document = new TranscriptDocument('file:///x', text, {
        version: 1,
        encoding: 'utf-16',
      });
      const position = positionIn(text, seed % (text.length + 1));
      const line = text.slice(lineStarts(text)[position.line] ?? 0).split(/\r\n|\n|\r/, 1)[0] ?? '';
      const character = Math.min(position.character, line.length);
      // Between the halves of a pair there is no octet offset.
      fc.pre(
        !/[\ud800-\udbff]$/.test(line.slice(0, character)) ||
          !/^[\udc00-\udfff]/.test(line.slice(character)),
      );
      const { index, offset } = document.locate({ line: position.line, character });
      assert.deepEqual(document.positionAt(index, offset), { line: position.line, character });
    }),
    { numRuns: 1000 },
  );
});

void test('halves of an astral character that edits bring together become one', () => {
  const at = (character: number): LspRange => ({
    start: { line: 0, character },
    end: { line: 0, character },
  });
  const document = new TranscriptDocument('file:///x', '# \ude00', {
    version: 1,
    encoding: 'utf-16',
  });
  document.change([{ range: at(2), text: '\ud83d' }], 2);
  assert.equal(Buffer.from(document.octets()).toString('utf8'), '# \u{1f600}');
  document.change([{ range: at(3), text: 'x' }], 3);
  compare(document, '# \ud83dx\ude00');
});
