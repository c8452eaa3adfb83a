import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { TARGETS } from '../../server/convert/targets.ts';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { DIALECTS } from '../../server/core/dialect/registry.ts';
import { foldsOf } from '../../server/core/feature/folding.ts';
import { hoverAt } from '../../server/core/feature/hover.ts';
import { outlineOf } from '../../server/core/feature/outline.ts';
import type { OutlineNode } from '../../server/core/feature/outline.ts';
import { selectionsAt } from '../../server/core/feature/selections.ts';
import { tokensOf } from '../../server/core/feature/tokens.ts';
import { lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { contentLines } from '../../server/core/transcript/contentLines.ts';
import type { Chunk } from '../../server/core/transcript/model.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { sourceSpanOf } from '../../server/core/transcript/sourcePlace.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { planOf } from '../../server/replay/plan/plan.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';
import { dialectSamples } from '../support/dialectSamples.ts';
import { allInside, inside } from '../support/spans.ts';

/** Runs for each dialect; FUZZ_RUNS=1000 looks longer. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 8);
/** A mutated text takes a few milliseconds; this is for what has gone wrong. */
const MOST_MILLISECONDS = 4000;
/** Longer texts say the same again. */
const LONGEST = 6000;

const SAMPLES = dialectSamples();
const ALL = [...SAMPLES.values()].flat().filter(({ length }) => length <= LONGEST);
const RULESET = rulesetOf({ profile: 'strict', severities: {}, fileOctets: true });

type Mutation = (text: Buffer) => Buffer;

/** `at` is a place in the text, whatever its length. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const NASTY = [
  '\0',
  '\r',
  '\n',
  '\\',
  '\\x',
  "\\'",
  '"',
  "'",
  '\x1b[31m',
  '\x1b[9999@',
  '\b\b\b',
  '\xff\xfe',
  '\xe2\x80\xae',
  '\ufeff',
  '.\r\n',
  '354 go\n',
  '220 mx ESMTP\n',
  'DATA\n',
  'QUIT\n',
  'BDAT 99999999999 LAST\n',
  'STARTTLS\n',
  '99999999999999999999',
  '(',
  '%',
  ',,,,,',
  '\t\t',
].map(text => Buffer.from(text, 'latin1'));

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(([at, octet]) => (text: Buffer) => {
    const copy = Buffer.from(text);
    if (copy.length > 0) copy[Math.floor(at * copy.length)] = octet;
    return copy;
  }),
  fc.tuple(place, fc.constantFrom(...NASTY)).map(([at, nasty]) => (text: Buffer) => {
    const cut = Math.floor(at * text.length);
    return Buffer.concat([text.subarray(0, cut), nasty, text.subarray(cut)]);
  }),
  onLines((lines, from, to) => [...lines.slice(0, from), ...lines.slice(to)]),
  onLines((lines, from, to) => [...lines.slice(0, to), ...lines.slice(from)]),
  onLines((lines, from, to) => [
    ...lines.slice(0, from),
    ...lines.slice(from, to).reverse(),
    ...lines.slice(to),
  ]),
  place.map(at => (text: Buffer) => text.subarray(0, Math.floor(at * text.length))),
  place.map(at => (text: Buffer) => text.subarray(Math.floor(at * text.length))),
  fc.tuple(place, fc.constantFrom(...ALL)).map(([at, other]) => (text: Buffer) => {
    const cut = Math.floor(at * text.length);
    return Buffer.concat([text.subarray(0, cut), other, text.subarray(cut)]);
  }),
  fc.constant((text: Buffer) => replaced(text, /\r?\n/g, '\r\n')),
  fc.constant((text: Buffer) => replaced(text, /\r+\n/g, '\n')),
  fc.constant((text: Buffer) => replaced(text, /\r?\n/g, '\r')),
);

function replaced(text: Buffer, what: RegExp, by: string): Buffer {
  return Buffer.from(text.toString('latin1').replace(what, by), 'latin1');
}

/** Changes a few lines in the middle of a text. */
function onLines(
  change: (lines: readonly string[], from: number, to: number) => string[],
): fc.Arbitrary<Mutation> {
  return fc.tuple(place, fc.integer({ min: 1, max: 6 })).map(([at, count]) => text => {
    const lines = text.toString('latin1').split(/(?<=\n)/);
    const from = Math.floor(at * lines.length);
    return Buffer.from(change(lines, from, from + count).join(''), 'latin1');
  });
}

function checkOutline(nodes: readonly OutlineNode[], chunk: Chunk): void {
  const limit = { start: 0, end: chunk.octets.length };
  for (const { span, selection, children } of nodes) {
    inside(span, limit, 'node');
    inside(selection, span, 'selection of a node');
    checkOutline(children, chunk);
  }
}

function checkChunk(chunk: Chunk): void {
  const limit = { start: 0, end: chunk.octets.length };
  const file = { start: 0, end: chunk.source.length };
  allInside([chunk.sessions, chunk.loose], limit);
  for (const { at } of lintChunk(chunk, RULESET)) {
    inside(at, limit, 'finding');
    inside(sourceSpanOf(chunk, at), file, 'finding in the file');
  }
  let end = 0;
  for (const { span } of tokensOf(chunk)) {
    inside(span, { start: end, end: limit.end }, 'token');
    end = span.end;
  }
  for (const { span } of foldsOf(chunk)) inside(span, limit, 'fold');
  checkOutline(outlineOf(chunk, 0), chunk);
  for (const offset of [0, limit.end >> 1, limit.end]) {
    hoverAt(chunk, offset);
    selectionsAt(chunk, offset);
  }
}

function checkSessions(chunk: Chunk): void {
  for (const [index, session] of chunk.sessions.entries()) {
    sessionFactsOf(chunk, session, { first: 1, last: 1 });
    planOf(chunk, session, { index, firstLine: 1 });
    for (const { content } of session.exchanges) {
      if (content === undefined) continue;
      for (const line of contentLines(chunk, content)) inside(line, wholeOf(chunk), 'content');
    }
  }
}

function wholeOf({ octets }: Chunk): { readonly start: number; readonly end: number } {
  return { start: 0, end: octets.length };
}

function checkText(text: Buffer, id: string | undefined): void {
  const own = DIALECTS.find(dialect => dialect.id === id);
  const dialect = own ?? probeDialect(text, bufferScanner).dialect;
  const chunks = [...readTranscript(text, { scanner: bufferScanner, dialect })];
  assert.deepEqual(Buffer.concat(chunks.map(({ source }) => source)), text, 'chunks tile the text');
  for (const chunk of chunks) {
    checkChunk(chunk);
    checkSessions(chunk);
  }
  const parts = chunks.map(chunk => ({ chunk, sessions: chunk.sessions }));
  for (const target of TARGETS) target.render({ parts, whole: true });
}

void test('what tools print, damaged in any way, is read and does no harm', () => {
  for (const [id, samples] of SAMPLES) {
    const short = samples.filter(({ length }) => length <= LONGEST);
    const texts = short.length > 0 ? short : samples.slice(0, 1);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(undefined, id),
        (sample, mutations, chosen) => {
          let text = Buffer.from(sample);
          for (const mutate of mutations) text = Buffer.from(mutate(text));
          const start = performance.now();
          checkText(text, chosen);
          const took = performance.now() - start;
          assert.ok(took < MOST_MILLISECONDS, `${took.toFixed(0)} ms`);
        },
      ),
      { numRuns: RUNS },
    );
  }
});

void test('every dialect has a text to damage', () => {
  const missing = DIALECTS.filter(({ id }) => id !== 'pcap' && !SAMPLES.has(id));
  assert.deepEqual(missing, []);
});
