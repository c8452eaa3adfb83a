import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { mermaidTarget } from '../../server/convert/mermaid.ts';
import { dialectOf } from '../../server/core/dialect/probe.ts';
import { lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';

/** Each takes a fraction of a second, and minutes where time grows with the square of the size. */
const MOST_MILLISECONDS = 3000;
const N = 25_000;
const OPEN = 'S: 220 mx\nC: EHLO a.example\nS: 250 mx\n';
const MAIL = 'C: MAIL FROM:<a@b.example>\nS: 250 ok\n';
const RCPT = 'C: RCPT TO:<c@d.example>\nS: 250 ok\n';
const DATA = 'C: DATA\nS: 354 go\n';
const TLS = '# <TLS established>\n';
const RULESET = rulesetOf({ profile: 'strict', severities: {}, fileOctets: true });

/** Shapes that once took quadratic time; `node test/bench/growth.ts` looks for more. */
const SHAPES: Readonly<Record<string, readonly [dialect: string, text: string]>> = {
  'paths without an end': ['smtp', OPEN + 'C: MAIL FR\nC: MAIL FROM:<a@b> <\n'.repeat(N)],
  'many AUTH': ['mailkit', OPEN + 'C: AUTH PLAIN ****\n'.repeat(N)],
  'AUTH after success': [
    'smtp',
    `${OPEN}C: AUTH PLAIN <redacted>\nS: 235 ok\n${'C: AUTH PLAIN YQ==\nS: 503 no\n'.repeat(N)}`,
  ],
  'unknown words after AUTH': ['smtp', OPEN + 'C: XYZZY\nS: 500 what\n'.repeat(N)],
  'after 421': ['smtp', `${OPEN}S: 421 bye\n${'C: NOOP\n'.repeat(N)}`],
  'parameters without an end': [
    'smtp',
    `${OPEN}C: MAIL FROM:<a@b.example>${' X=1'.repeat(50 * N)}\nS: 250 ok\n`,
  ],
  'LHLO without LMTP': ['smtp', OPEN + 'C: LHLO a\nS: 550 no\n'.repeat(N)],
  'STARTTLS under TLS': ['smtp', `${OPEN}${`C: STARTTLS\nS: 220 go\n${TLS}`.repeat(N)}`],
  'HELO after NOOP': [
    'smtp',
    `S: 220 mx\n${'C: NOOP\nS: 250 ok\n'.repeat(N)}${'C: HELO a\nS: 550 no\n'.repeat(N)}`,
  ],
  'QUIT refused': ['smtp', `${OPEN}${MAIL}${'C: QUIT\nS: 500 no\n'.repeat(N)}`],
  'TLS without EHLO': ['smtp', OPEN + `${TLS}C: MAIL FROM:<a@b>\nS: 503 no\n`.repeat(N)],
  'BDAT messages': [
    'smtp',
    OPEN + `${MAIL}${RCPT}C: BDAT 4 LAST\nC: hi\nS: 250 ok\n`.repeat(N / 2),
  ],
  'LMTP messages': [
    'smtp',
    `S: 220 mx LMTP\nC: LHLO a\nS: 250 mx\n${`${MAIL}${RCPT}${DATA}C: .\n`.repeat(N / 2)}`,
  ],
  'comments that name nothing': [
    'smtp',
    OPEN + '# @disable-next-line\nC: NOOP\nS: 250 ok\nC: NOOP x\nS: 250-ok\n'.repeat(N / 2),
  ],
  'a comment with many names': [
    'smtp',
    `${OPEN}# @disable-next-line${' nested-mail,'.repeat(2 * N)} x\n${MAIL}${MAIL}`,
  ],
  'a CR in each line of content': [
    'smtp',
    `${OPEN}${MAIL}${RCPT}${DATA}${'C: a\rb\n'.repeat(20 * N)}C: .\nS: 250 ok\n`,
  ],
  'a pipelined group': [
    'smtp',
    `${OPEN.replace('S: 250 mx', 'S: 250-mx\nS: 250 PIPELINING')}${'C: NOOP\n'.repeat(2 * N)}${'S: 250 ok\n'.repeat(2 * N)}`,
  ],
  'a refusal of many lines': [
    'smtp',
    `${OPEN}${MAIL}${RCPT}C: BDAT 2\nC: hello\nS: 250 ok\n${'S: 550-no\n'.repeat(4 * N)}S: 550 no\n`,
  ],
  'base64 of many lines': [
    'smtp',
    `${OPEN}${MAIL}${RCPT}${DATA}C: Content-Transfer-Encoding: base64\nC: \n${'C: ****\n'.repeat(20 * N)}C: .\nS: 250 ok\n`,
  ],
  'blanks put in': ['telnet', '220 mx\r\nEHLO \u001b[4096@\r\n'.repeat(200)],
  'much put in': ['telnet', `220 mx\r\n${`NOOP ${'\u001b[4096@'.repeat(500)}\n`.repeat(40)}`],
  'tiny sessions on a terminal': ['openssl-s_client', 'CONNECTED(00000003)\n'.repeat(N / 10)],
};

for (const [name, [id, text]] of Object.entries(SHAPES)) {
  void test(`time grows with the size: ${name}`, () => {
    const dialect = dialectOf(id);
    assert.ok(dialect);
    const start = process.cpuUsage();
    for (const chunk of readTranscript(Buffer.from(text), { scanner: bufferScanner, dialect })) {
      lintChunk(chunk, RULESET);
      for (const session of chunk.sessions) sessionFactsOf(chunk, session, { first: 1, last: 1 });
      mermaidTarget.render({ parts: [{ chunk, sessions: chunk.sessions }], whole: true });
    }
    // Of the processor, not of the clock: other tests run at the same time.
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1000;
    assert.ok(took < MOST_MILLISECONDS, `${took.toFixed(0)} ms`);
  });
}
