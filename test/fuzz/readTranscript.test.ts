import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { DIALECTS } from '../../server/core/dialect/registry.ts';
import type { Span } from '../../server/core/octets/span.ts';
import { DEFAULT_LINT, lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { contentLines } from '../../server/core/transcript/contentLines.ts';
import type { Chunk, Exchange, Session } from '../../server/core/transcript/model.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { allInside, inside } from '../support/spans.ts';

const CLIENT = [
  'EHLO c.example',
  'HELO c',
  'LHLO c.example',
  'MAIL FROM:<a@b.example> SIZE=12',
  'RCPT TO:<b@c.example>',
  'DATA',
  'BDAT 6',
  'BDAT 4 LAST',
  'BDAT 0 LAST',
  'BDAT x',
  'RSET',
  'NOOP',
  'AUTH PLAIN AGEAYg==',
  'AUTH LOGIN',
  '*',
  'STARTTLS',
  'XCLIENT NAME=x',
  'ATRN',
  'QUIT',
  '.',
  '..',
  '',
  'Subject: t',
  'hello',
  'bad\\r\\n.\\r\\n',
  '\\xff\\',
];
const SERVER = [
  '220 mx.example ESMTP',
  '220-mx',
  '220 LMTP',
  '221 Bye',
  '235 OK',
  '250 OK',
  '250-PIPELINING',
  '250 CHUNKING',
  '334 ',
  '353 go on',
  '354 Go',
  '421 Bye',
  '500 What?',
  '503 No',
  '554 No',
  '25',
  '2500',
  'junk',
];
const ASIDE = [
  '',
  '# note',
  '# <TLS established>',
  '# <connection closed>',
  '# <connection lost>',
  '# --- new session ---',
  '# @excerpt both',
  '# @disable-session',
  '# 10:00:05.250',
  '# @\u{1F4E7} caf\u00e9',
  'stray text',
  '=== Trying mx.example:25...',
  ' -> EHLO c.example',
  '<-  250 OK',
  '<~* 550 no',
  'Nov 21 22:44:07 mx postfix/smtpd[2318]: < localhost[127.0.0.1]: DATA',
  'Nov 21 22:44:07 mx postfix/smtpd[2318]: > localhost[127.0.0.1]: 354 Go',
];

const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...CLIENT).map(text => `C: ${text}`) },
  { weight: 4, arbitrary: fc.constantFrom(...SERVER).map(text => `S: ${text}`) },
  fc.constantFrom(...CLIENT).map(text => `C\\: ${text}`),
  fc.constantFrom(...CLIENT, ...SERVER, ...ASIDE),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const lines = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), { maxLength: 40 })
  .map(pairs => Uint8Array.from(Buffer.from(pairs.flat().join(''))));
const octets = fc.oneof({ weight: 4, arbitrary: lines }, fc.uint8Array({ maxLength: 300 }));

function checkSession(chunk: Chunk, session: Session): void {
  const limit = { start: 0, end: chunk.octets.length };
  inside(session.span, limit, 'session');
  allInside(session, limit);
  for (const exchange of session.exchanges) checkExchange(chunk, exchange, limit);
  const recipients = session.exchanges.map(({ before }) => before.transaction);
  for (const [index, transaction] of recipients.entries()) {
    const next = recipients[index + 1];
    if (transaction === undefined || next?.mail !== transaction.mail) continue;
    assert.ok(next.accepted.length >= transaction.accepted.length, 'recipients never get fewer');
  }
}

function checkExchange(chunk: Chunk, exchange: Exchange, limit: Span): void {
  const { command, content, after } = exchange;
  const resets = /^(?:EHLO|HELO|LHLO|RSET)$/.test(command.verb);
  const code = exchange.replies.at(-1)?.code ?? 0;
  if (resets && code >= 200 && code < 300) assert.equal(after.transaction, undefined);
  if (content === undefined) return;
  for (const contentLine of contentLines(chunk, content))
    inside(contentLine, limit, 'content line');
}

test('any octets are read without throwing, chunks tile them, spans lie within their chunk', () => {
  const ruleset = rulesetOf({ ...DEFAULT_LINT, profile: 'strict' });
  fc.assert(
    fc.property(octets, fc.constantFrom(undefined, ...DIALECTS), (text, chosen) => {
      const dialect = chosen ?? probeDialect(text, bufferScanner).dialect;
      const read: number[] = [];
      for (const chunk of readTranscript(text, { scanner: bufferScanner, dialect })) {
        read.push(...chunk.source);
        for (const session of chunk.sessions) checkSession(chunk, session);
        allInside(chunk.loose, { start: 0, end: chunk.octets.length });
        for (const { at } of lintChunk(chunk, ruleset)) {
          inside(at, { start: 0, end: chunk.octets.length }, 'finding');
        }
      }
      assert.deepEqual(Uint8Array.from(read), text);
    }),
    { numRuns: 1500 },
  );
});
