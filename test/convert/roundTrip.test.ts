import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { unescape } from '../../server/core/octets/escapes.ts';
import { contentLines } from '../../server/core/transcript/contentLines.ts';
import type {
  Chunk,
  Content,
  Session,
  Step,
  WireLine,
} from '../../server/core/transcript/model.ts';
import { smtpTarget } from '../../server/convert/smtp.ts';
import type { Part } from '../../server/convert/target.ts';
import { partsOf } from '../support/convert.ts';

const ROOT = new URL('../../', import.meta.url);

function written(parts: readonly Part[]): Uint8Array {
  const [file] = smtpTarget.render({ parts, whole: true }).files;
  assert.ok(file);
  return file;
}

/** The octets a line put on the wire, readable where a test fails. */
function wire(chunk: Chunk, line: { start: number; end: number }, raw: boolean): string {
  const octets = raw
    ? unescape(chunk.octets, line.start, line.end).octets
    : chunk.octets.subarray(line.start, line.end);
  return Buffer.from(octets).toString('latin1') + (raw ? '' : '\r\n');
}

function lineFacts(chunk: Chunk, line: WireLine): readonly unknown[] {
  return [line.party, wire(chunk, line.span, line.raw), line.masked];
}

/** Not what stands in for an answer that the tool does not print. */
function isShown({ masked, span }: WireLine): boolean {
  return !masked || span.end > span.start;
}

/** It ended with a goodbye of which the tool prints a part at most. */
function isGoodbyeUnsaid({ hidden, ending, exchanges }: Session): boolean {
  const said = exchanges.some(({ command, replies }) => command.verb === 'QUIT' && replies.length);
  return !said && (hidden.goodbye || ending === 'quit');
}

function contentFacts(chunk: Chunk, content: Content): unknown {
  const { how, misplaced, replies, terminator } = content;
  const lines = [...contentLines(chunk, content)].map(line => wire(chunk, line, line.raw));
  return {
    how,
    misplaced,
    octets: content.shown ? lines.join('') : null,
    ended: terminator && wire(chunk, terminator.span, terminator.raw),
    replies: replies.map(reply => reply.lines.map(line => lineFacts(chunk, line))),
  };
}

function stepFacts(chunk: Chunk, step: Step): unknown {
  switch (step.kind) {
    case 'greeting':
    case 'stray':
      return [step.kind, step.reply.lines.map(line => lineFacts(chunk, line))];
    case 'exchange': {
      const { command, responses, replies, content, before, after, known, voided } = step;
      return {
        command: [command.verb, lineFacts(chunk, command)],
        responses: responses.filter(isShown).map(line => lineFacts(chunk, line)),
        replies: replies.map(reply => reply.lines.map(line => lineFacts(chunk, line))),
        content: content && contentFacts(chunk, content),
        states: [before.name, known.name, after.name, before.tls, before.authenticated],
        pipelined: step.unanswered,
        voided,
      };
    }
    case 'event':
      return step.event;
    case 'directive':
      return /^(?:excerpt|dialect)$/.test(step.name) ? undefined : [step.name, step.value];
    case 'note':
    case 'unknown':
      return undefined;
  }
}

/** Everything that counts of a session, without the places where it stands. */
function facts({ chunk, session }: { chunk: Chunk; session: Session }): unknown {
  const { hidden, transactions, ending } = session;
  return {
    steps: session.steps.map(step => stepFacts(chunk, step)).filter(step => step !== undefined),
    order: linesOf(session).map(line => lineFacts(chunk, line)),
    ending,
    hidden: [hidden.start, hidden.end, hidden.clientLines],
    transactions: transactions.map(({ outcome, recipients }) => [outcome, recipients.length]),
    about: [session.protocol, session.tls, session.authenticated, session.final.name],
  };
}

/** Lines of the dialogue in the order in which they stand. */
function linesOf(session: Session): WireLine[] {
  const lines = session.steps.flatMap((step): readonly WireLine[] => {
    if (step.kind === 'greeting' || step.kind === 'stray') return step.reply.lines;
    if (step.kind !== 'exchange') return [];
    const replies = [...step.replies, ...(step.content?.replies ?? [])];
    return [
      step.command,
      ...step.responses.filter(isShown),
      ...replies.flatMap(reply => reply.lines),
    ];
  });
  return lines.sort((a, b) => a.line.start - b.line.start);
}

function assertKept(octets: Uint8Array, dialect?: string): Uint8Array {
  const before = partsOf(octets, dialect);
  const text = written(before);
  const after = partsOf(text);
  const all = (parts: readonly Part[]): unknown[] =>
    parts.flatMap(({ chunk, sessions }) => sessions.map(session => facts({ chunk, session })));
  const [old, now] = [all(before), all(after)];
  for (const part of after) assert.equal(part.chunk.dialect, 'smtp');
  // What a tool never says of the goodbye is said as an excerpt.
  const unsaid = before.flatMap(({ sessions }) => sessions.map(isGoodbyeUnsaid));
  for (const fact of [old, now].flatMap(facts => facts.filter((_, at) => unsaid[at]))) {
    Object.assign(fact as object, { ending: undefined, hidden: undefined });
  }
  assert.deepEqual(now, old);
  // Notes between lines that were sent too early belong to no place of their own.
  const early = before.some(({ sessions }) => sessions.some(isMisplaced));
  if (!early) assert.deepEqual(written(after), text, 'written again it stays the same');
  for (const [part, other] of sessionPairs(before, after)) assertTimes(part, other);
  return text;
}

function isMisplaced({ exchanges }: Session): boolean {
  return exchanges.some(({ content }) => content && content.misplaced !== 'none');
}

function sessionPairs(
  before: readonly Part[],
  after: readonly Part[],
): readonly (readonly [Session, Session])[] {
  const others = after.flatMap(part => part.sessions);
  return before
    .flatMap(part => part.sessions)
    .map((session, at) => [session, others[at] as Session]);
}

function assertTimes(one: Session, other: Session): void {
  const times = linesOf(other).map(line => line.time);
  for (const [at, { time }] of linesOf(one).entries()) if (time >= 0) assert.equal(times[at], time);
}

function filesBelow(folder: string): readonly URL[] {
  return readdirSync(new URL(folder, ROOT), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(?:txt|smtp|log)$/.test(entry.name))
    .map(entry => new URL(`${entry.parentPath}/${entry.name}`, ROOT));
}

const FILES = [...filesBelow('examples/'), ...filesBelow('test/corpus/')];

for (const file of FILES) {
  test(`${file.pathname.slice(ROOT.pathname.length)} stays the same session`, () => {
    assertKept(readFileSync(file));
  });
}

const CLIENT = [
  'EHLO c.example',
  'LHLO c.example',
  'MAIL FROM:<a@b.example> SIZE=12',
  'RCPT TO:<b@c.example>',
  'DATA',
  'BDAT 6',
  'BDAT 4 LAST',
  'BDAT 0 LAST',
  'RSET',
  'AUTH PLAIN AGEAYg==',
  'AUTH LOGIN',
  '*',
  'STARTTLS',
  'QUIT',
  '.',
  '..',
  '',
  'Subject: t',
  'trailing  ',
  '# <connection lost>',
  'S: 250 no reply',
  '\u{1F4E7} caf\u00e9 \u0085',
  'bell \u0007',
];
const RAW = ['bad\\r\\n.\\r\\n', '\\xff\\', '.\\r\\n', 'NOOP\\n', 'QUIT\\r\\n', '\\\\x41'];
const SERVER = [
  '220 mx.example ESMTP',
  '220-mx',
  '220 LMTP',
  '221 Bye',
  '235 OK',
  '250 OK',
  '250-PIPELINING',
  '334 ',
  '354 Go',
  '421 Bye',
  '503 No',
  '554 No',
  'junk',
];
const ASIDE = [
  '',
  '# note',
  '# <TLS established>',
  '# <connection closed>',
  '# <connection lost>',
  '# <connected>',
  '# --- new session ---',
  '# @excerpt both',
  '# @disable-session',
  '# 10:00:05.250',
  '# 2026-11-21T10:00:05',
  'stray text',
];

const marked = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...CLIENT).map(text => `C: ${text}`) },
  { weight: 6, arbitrary: fc.constantFrom(...SERVER).map(text => `S: ${text}`) },
  { weight: 1, arbitrary: fc.constantFrom(...RAW).map(text => `C\\: ${text}`) },
  { weight: 2, arbitrary: fc.constantFrom(...ASIDE) },
);
const HIDDEN = [
  ['S: 354 Go', '# <content not shown>', 'S: 250 OK'],
  ['# <connected>', 'S: 220 mx', 'C: BDAT 4', '# <content not shown>', 'S: 250 OK'],
  ['C: DATA', 'S: 354 Go', '# note', '# <content not shown>', '# <connection lost>'],
];
const HIDDEN_BY_SWAKS = [
  ['<-  354 Go', ' -> 3 lines sent', '<-  250 OK'],
  [' -> DATA', '<-  354 Go', ' -> 3 lines sent', '*** Remote host closed connection unexpectedly.'],
];
const swaksLine = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...CLIENT).map(text => ` -> ${text}`) },
  { weight: 6, arbitrary: fc.constantFrom(...SERVER).map(text => `<-  ${text}`) },
  fc.constantFrom('=== Trying mx:25...', '=== TLS started x', '*** Timeout', '=== a # @note'),
  fc.constantFrom('=== 10:00:05', '=== <timeout>', ' -> a\rb', ' -> \0'),
  fc.constantFrom(' -> mx postfix/smtpd[2318]: < localhost[127.0.0.1]: DATA'),
);

function textOf(lines: readonly (string | readonly string[])[]): Uint8Array {
  return Buffer.from(`${lines.flat().join('\n')}\n`);
}

/**
 * BDAT sent while DATA waits for its reply: whether it is a command or content only the reply tells,
 * and written in another order than it was sent it may tell otherwise. Nobody is known to do it.
 */
function sendsChunksEarly(lines: readonly (string | readonly string[])[]): boolean {
  const text = lines.flat();
  const data = text.findIndex(line => /^(?:C:| ->) DATA/.test(line));
  return data >= 0 && text.slice(data).some(line => line.includes('BDAT'));
}

test('an excerpt that is told between content lines stays one', () => {
  const lines = ['S: 220 mx', 'C: DATA', 'C: a', 'S: 220 mx.example', 'C: b', '# @excerpt both'];
  assertKept(textOf(lines), 'smtp');
});

test('raw octets that the next line goes on with leave no gap', () => {
  assertKept(textOf(['S: 220 mx', 'C\\: \\xff\\', 'C: EHLO c.example', '# @excerpt both']), 'smtp');
});

test('any .smtp text stays the same sessions', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 15, arbitrary: marked }, fc.constantFrom(...HIDDEN)), {
        maxLength: 30,
      }),
      lines => {
        fc.pre(!sendsChunksEarly(lines));
        assertKept(textOf(['S: 220 mx', ...lines]), 'smtp');
      },
    ),
    { numRuns: 2000 },
  );
});

test('any swaks output stays the same sessions', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof({ weight: 15, arbitrary: swaksLine }, fc.constantFrom(...HIDDEN_BY_SWAKS)),
        { maxLength: 30 },
      ),
      lines => {
        fc.pre(!sendsChunksEarly(lines));
        assertKept(textOf(['=== Trying mx.example:25...', ' -> EHLO a', ...lines]), 'swaks');
      },
    ),
    { numRuns: 2000 },
  );
});
