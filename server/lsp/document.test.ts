import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
    source: Buffer.from(chunk.source).toString('hex'),
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
  '*   Trying 192.0.2.1:25...',
  '* Connected to mx.example (192.0.2.1) port 25',
  '< 220 mx.example ESMTP',
  '> EHLO client.example',
  '} [339 bytes data]',
  '== Info: Connected to mx.example',
  '<= Recv header, 12 bytes (0xc)',
  '=> Send header, 6 bytes (0x6)',
  '0000: 220 mx.exa',
  '0000: QUIT',
  'host = mx.example',
  '<-- 220 mx.example ESMTP',
  '--> DATA',
  '<-- 354 go',
  '--> .',
  's-nail: Resolving host mx.example ... done',
  's-nail: >>> SERVER: 220 mx.example',
  's-nail: >>> DATA',
  's-nail: >>> SERVER: 354 go',
  's-nail: >>> .',
  '2026-11-21 22:40:48\tSERVER -> CLIENT: 220 mx.example',
  '2026-11-21 22:40:48\tCLIENT -> SERVER: EHLO client.example',
  '                   \t                  250-PIPELINING',
  '2026-11-21 22:40:48\tConnection: opened',
  'mail: S: 220 mx.example',
  'mail: C: (data...)',
  '[2026-11-21 22:30:00] 4< 220 mx.example',
  '[2026-11-21 22:30:00] 4> .[2026-11-21 22:30:00] 4> .dot',
  '[<-] 334 VXNlcm5hbWU6',
  '<= 220 mx.example',
  '=> DATA',
  '++ Starting Swift_SmtpTransport',
  '<< 220 mx.example',
  '>> EHLO client.example',
  'Connected to smtp://mx.example:25/',
  'mailnews.smtp: S: 220 mx.example',
  'mailnews.smtp: C: Logging suppressed (it probably contained auth information)',
  'SMTP <<< 220 mx.example',
  'SMTP >>> *sensitive*',
  'Server: 220 mx.example ESMTP SubEthaSMTP',
  'H: Subject: x',
  "connect: to ('mx.example', 25) None",
  "reply: b'220 mx.example ESMTP\\r\\n'",
  "send: 'ehlo client.example\\r\\n'",
  "send: b'Subject: x\\r\\n\\r\\nhello\\r\\n.\\r\\n'",
  'SMTPRecipientsRefused {}',
  '[2026-11-21 22:40:44] INFO  [x1] Connection established to 192.0.2.1:25',
  '[2026-11-21 22:40:44] DEBUG [x1] S: 220 mx.example',
  '[2026-11-21 22:40:44] DEBUG [x2] C: DATA',
  '[2026-11-21 22:40:44] DEBUG [x2] S: 354 go',
  '[2026-11-21 22:40:44] DEBUG [x1] hello',
  '[2026-11-21 22:40:44] INFO  [#a1] Connection from client.example',
  '[2026-11-21 22:40:44] DEBUG [#a1] S: 250-mx.example',
  '[2026-11-21 22:40:44] DEBUG [#a1] 250 SIZE',
  'DEBUG SMTP: trying to connect to host "mx.example", port 25, isSSL false',
  'BDAT 20 LAST',
  'Connection opened: mx.example:25',
  '-> "220 mx.example\\r\\n"',
  '<- "DATA\\r\\n"',
  'Net::SMTP=GLOB(0x55f0)<<< 220 mx.example',
  'Net::SMTP=GLOB(0x55f0)>>> DATA',
  "INFO:mail.log:('192.0.2.9', 42710) handling connection",
  "DEBUG:mail.log:('192.0.2.9', 42710) << b'354 go'",
  "DEBUG:mail.log:DATA readline: b'hello\\r\\n'",
  'DEBUG lettre::transport::smtp::client::connection: << 220 mx.example<CRLF>',
  'DEBUG lettre::transport::smtp::client::connection: Wrote: hello',
  'DEBUG lettre::transport::smtp::client::connection: Wrote: <CRLF>.<CRLF>',
  '(smtp.raw-output) remoteIp = 192.0.2.9, remotePort = 4, contents = "220 mx.example\\r\\n"',
  '#Log-type: SMTP Receive Protocol Log',
  '2026-11-21T22:30:00.000Z,MX,08DC42C8FF236A1F,1,a:25,b:9,>,220 mx.example,',
  '2026-11-21T22:30:00.000Z,MX,08DC42C8FF236A1F,0,a:25,b:9,+,,',
  '2026-11-21T22:30:00.000Z,MX,08DC42C8FF236A2F,2,a:25,b:9,<,EHLO client.example,',
  "Escape character is '^]'.",
  'Connected to mx.example.',
  'Connection closed by foreign host.',
  'Script started on 2026-11-21 23:07:19+00:00',
  'EHLP\b \bO x',
  '7 > 220 mx.example ESMTP\r ',
  '7 < EHLO x\r ',
  '7 < half+',
  '7 > [EOF]',
  '> 2026/11/21 23:07:38.000288739  length=8 from=0 to=7',
  '< 2026/11/21 23:07:38.000288739  length=12 from=0 to=11',
  'EHLO x\\r',
  '0000   32 32 30 20 45 53 4d 54  50 0d 0a                 220.ESMTP..',
  'Follow: tcp,ascii',
  '\t12',
  '8',
  '    4   0.000482    192.0.2.1 \u2192 192.0.2.2    SMTP 100 S: 220 mx ESMTP',
  '10:00:05.250123 IP 192.0.2.1.5000 > 192.0.2.2.25: Flags [P.], seq 1:9, ack 1, length 8',
  '> > 220 mx.example ESMTP',
  '> EHLO x',
  '> 250 ok',
  'Server: 220 mx.example ESMTP',
  'Client: EHLO x',
  'Client: MAIL FROM:<a@b.example>',
  '```',
  '---',
  'CONNECTED(00000003)',
  'read R BLOCK',
  ' 5688 SMTP>> 220 mx.example',
  ' 5688 SMTP<< EHLO x',
  ' 5688        250 x',
  '  SMTP<< 220 mx.example',
  '  SMTP|> RCPT TO:<c@d.example>',
  '  SMTP(close)>>',
  'Connecting to mx.example [192.0.2.1]:25 ... connected',
  '**** SMTP testing session as if from host 192.0.2.1',
  'a@b.example... Connecting to mx.example port 25 via esmtp...',
  '>>> MAIL From:<a@b.example>',
  '<<< 550 no',
  '... while talking to mx.example:',
  '11 >>> 220 mx.example',
  '11 <<< DATA',
  '12 === CONNECT mx.example',
  'smtp: 0x1: >>> 220 mx.example',
  'smtp: 0x1: <<< DATA',
  '<<< [MSG] x',
  'Nov 21 22:44:14 mx postfix/smtp[7]: smtp_connect_addr: trying: m[192.0.2.1] port 25...',
  'Nov 21 22:44:14 mx postfix/smtp[7]: < m[192.0.2.1]:25: 220 m',
  'Nov 21 22:44:14 mx postfix/smtp[7]: > m[192.0.2.1]:25: QUIT',
  'Nov 21 22:44:14 mx postfix/smtpd[5]: > c[192.0.2.9]: 220 mx',
  'Nov 21 22:44:14 mx postfix/smtpd[5]: disconnect from c[192.0.2.9]',
  '[PROTOCOL] [A-1] [core] S: 220 mx',
  '[PROTOCOL] [A-1] [core] C: EHLO x state=1',
];

const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');
const textOf = (maxLength: number, of: readonly string[] = LINES): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...of), ends), { maxLength })
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
    // Marks of a dialect that is decoded have no octets of their own.
    fc.property(textOf(30, LINES.slice(0, 37)), fc.nat(), (text, seed) => {
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

/** Captures whose text is decoded, each in another way. */
const DECODED = [
  'aiosmtpd/interleaved-3',
  'curl/trace-ascii',
  'curl/trace-hex',
  'ncat/x-hexlog',
  'nodemailer/pool-multi-interleaved',
  'phpmailer/html4-auth-fail',
  'postfix-notice/syntax-errors',
  'recordio/three-mails',
  'ruby-netsmtp/three-mails',
  'smtplib/l1-three-mails',
  'socat/v-log',
  'tshark/pipelining-tcpdump-A',
  'tshark/two-streams-follow-ascii',
  'tshark/two-streams-follow-raw',
  'tshark/two-streams-list',
];

/** What people do with lines: delete some, paste some that stand elsewhere, type in one. */
const lineEdits = fc.array(
  fc.record({
    kind: fc.constantFrom('delete', 'paste', 'type' as const),
    at: fc.nat(),
    from: fc.nat(),
    count: fc.integer({ min: 1, max: 4 }),
    column: fc.nat(60),
    typed: fc.constantFrom('x', '2', ' ', '\\', "'", '\r\n', '\n'),
  }),
  { minLength: 1, maxLength: 6 },
);

for (const name of DECODED) {
  void test(`edits of lines in a decoded capture: ${name}`, () => {
    const place = new URL(`../../test/corpus/${name}.txt`, import.meta.url);
    const text = readFileSync(place, 'utf8');
    const apply = fc.property(lineEdits, list => {
      let now = text;
      const options = { version: 1, encoding: 'utf-16' } as const;
      const document = new TranscriptDocument('file:///x', text, options);
      for (const [index, { kind, at, from, count, column, typed }] of list.entries()) {
        const starts = lineStarts(now);
        const line = at % starts.length;
        const first = from % starts.length;
        const start = { line, character: kind === 'type' ? column : 0 };
        const end = kind === 'delete' ? { line: line + count, character: 0 } : start;
        const copied = now.slice(starts[first], starts[first + count]);
        const inserted = { delete: '', paste: copied, type: typed }[kind];
        const change = { range: { start, end }, text: inserted };
        document.change([change], index + 2);
        now = applyToText(now, change);
        compare(document, now);
      }
    });
    fc.assert(apply, { numRuns: 15 });
  });
}
