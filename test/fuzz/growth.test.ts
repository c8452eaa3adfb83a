import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { mermaidTarget } from '../../server/convert/mermaid.ts';
import { dialectOf } from '../../server/core/dialect/probe.ts';
import { lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';

/** Each takes a fraction of a second, and minutes where time grows with the square of the size. */
const MOST_MILLISECONDS = 6000;
const N = 50_000;
const OPEN = 'S: 220 mx\nC: EHLO a.example\nS: 250 mx\n';
const RULESET = rulesetOf({ profile: 'strict', severities: {} });

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
  'blanks put in': ['telnet', '220 mx\r\nEHLO \u001b[4096@\r\n'.repeat(200)],
  'much put in': ['telnet', `220 mx\r\n${`NOOP ${'\u001b[4096@'.repeat(500)}\n`.repeat(40)}`],
  'tiny sessions on a terminal': ['openssl-s_client', 'CONNECTED(00000003)\n'.repeat(N / 10)],
};

for (const [name, [id, text]] of Object.entries(SHAPES)) {
  void test(`time grows with the size: ${name}`, () => {
    const dialect = dialectOf(id);
    assert.ok(dialect);
    const start = performance.now();
    for (const chunk of readTranscript(Buffer.from(text), { scanner: bufferScanner, dialect })) {
      lintChunk(chunk, RULESET);
      for (const session of chunk.sessions) sessionFactsOf(chunk, session, { first: 1, last: 1 });
      mermaidTarget.render({ parts: [{ chunk, sessions: chunk.sessions }], whole: true });
    }
    const took = performance.now() - start;
    assert.ok(took < MOST_MILLISECONDS, `${took.toFixed(0)} ms`);
  });
}
