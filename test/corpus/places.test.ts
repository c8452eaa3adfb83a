import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import type { Span } from '../../server/core/octets/span.ts';
import type { Chunk, Exchange, Reply, Session } from '../../server/core/transcript/model.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { sourcePartsOf, sourceSpanOf } from '../../server/core/transcript/sourcePlace.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { corpusFiles } from '../support/corpusFiles.ts';

/** Dialects that leave out the code of a reply's further lines: they stand in one row. */
const WITHOUT_CODES = new Set(['tshark-list']);

/** What the file shows for a span of the chunk, read from hexadecimal digits where it is those. */
function shown(chunk: Chunk, span: Span): string {
  const text = sourcePartsOf(chunk, span)
    .map(({ start, end }) => Buffer.from(chunk.source.subarray(start, end)).toString('latin1'))
    .join(' ');
  const octets = Buffer.from(chunk.octets.subarray(span.start, span.end)).toString('hex');
  return text.replaceAll(' ', '') === octets ? Buffer.from(octets, 'hex').toString() : text;
}

function misplacedIn(chunk: Chunk, session: Session): string[] {
  const problems: string[] = [];
  const expect = (span: Span, wanted: string): void => {
    const found = shown(chunk, span);
    const { start, end } = sourceSpanOf(chunk, span);
    if (found.toUpperCase() === wanted) return;
    problems.push(`${wanted} is ${JSON.stringify(found)} at ${String(start)} to ${String(end)}`);
  };
  for (const { command } of session.exchanges) {
    if (!command.raw && command.verb !== '') expect(command.verbSpan, command.verb);
  }
  for (const reply of repliesOf(session)) {
    for (const [index, { code, span, raw }] of reply.lines.entries()) {
      if (code === 0 || raw || (index > 0 && WITHOUT_CODES.has(chunk.dialect))) continue;
      expect({ start: span.start, end: span.start + 3 }, String(code).padStart(3, '0'));
    }
  }
  return problems;
}

function repliesOf({ steps }: Session): readonly Reply[] {
  return steps.flatMap(step => {
    if (step.kind === 'exchange') return answersOf(step);
    return step.kind === 'greeting' || step.kind === 'stray' ? [step.reply] : [];
  });
}

function answersOf({ replies, content }: Exchange): readonly Reply[] {
  return [...replies, ...(content?.replies ?? [])];
}

void describe('verbs and codes stand where the file shows them', () => {
  for (const { file, octets } of corpusFiles()) {
    void test(file, () => {
      const { dialect } = probeDialect(octets, bufferScanner);
      const problems: string[] = [];
      for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
        for (const session of chunk.sessions) problems.push(...misplacedIn(chunk, session));
      }
      assert.deepEqual(problems, []);
    });
  }
});

void describe('places of the file and of decoded text lead to each other', () => {
  for (const { file, octets } of corpusFiles()) {
    void test(file, () => {
      const { dialect } = probeDialect(octets, bufferScanner);
      for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
        for (const { exchanges } of chunk.sessions) {
          for (const { command } of exchanges) {
            if (chunk.origin === undefined || command.verb === '') continue;
            const { start } = command.verbSpan;
            assert.equal(chunk.origin.fromSource(chunk.origin.toSource(start)), start);
          }
        }
      }
    });
  }
});
