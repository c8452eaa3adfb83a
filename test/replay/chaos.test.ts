import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { planText } from '../support/planText.ts';
import { chaoticIo } from './chaoticIo.ts';
import type { Whim } from './chaoticIo.ts';
import { collect, doneOf } from './support.ts';

const target = { host: '127.0.0.1', port: 25 };
const SECRET = 'open sesame, really';
const RECORDED_SECRET = Buffer.from('recorded-password').toString('base64');
const CONTENT = 'THIS IS CONTENT';
const TIMEOUT = 25;

/** In everyday proportions, so that runs get far enough to go wrong late. */
const whim: fc.Arbitrary<Whim> = fc.oneof(
  { arbitrary: fc.constant<Whim>({ does: 'usual' }), weight: 12 },
  { arbitrary: fc.constantFrom<Whim>({ does: 'twice' }, { does: 'garbage' }), weight: 1 },
  { arbitrary: fc.constantFrom<Whim>({ does: 'closes' }, { does: 'resets' }), weight: 1 },
  { arbitrary: fc.constant<Whim>({ does: 'nothing' }), weight: 1 },
  {
    arbitrary: fc
      .constantFrom(220, 221, 235, 250, 334, 354, 421, 450, 451, 500, 504, 535, 550, 554)
      .map((code): Whim => ({ does: 'code', code })),
    weight: 6,
  },
  { arbitrary: fc.nat(8).map((ms): Whim => ({ does: 'late', ms })), weight: 1 },
);

const directive = fc.constantFrom(
  ...['# @retry 2 every 1ms\n', '# @if CHUNKING\n', '# @unless SIZE\n', '# @sleep 1ms\n'],
  ...['', '', '', ''],
);
const word = fc.constantFrom('# @reply optional\n', '# @reply any 4yz 5yz\n', '', '', '');

const command = fc
  .tuple(
    directive,
    fc.constantFrom('MAIL FROM:<a@b>', 'RCPT TO:<c@d>', 'RSET', 'NOOP {{id}}', 'EHLO again'),
    word,
    fc.constantFrom('250 ok', '250 {{id}}', '550 no', '250-a\nS: 250 b'),
  )
  .map(([above, line, about, reply]) => [`${above}C: ${line}\n`, `${about}S: ${reply}\n`]);

/** Commands in one group, or one after the other. */
const group = fc
  .tuple(fc.array(command, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([pairs, together]) =>
    together
      ? `${pairs.map(([sent]) => sent).join('')}${pairs.map(([, got]) => got).join('')}`
      : pairs.flat().join(''),
  );

const block = fc.oneof(
  { arbitrary: group, weight: 4 },
  {
    arbitrary: fc.constantFrom(
      `C: DATA\nS: 354 go\nC: ${CONTENT}\nC: .\nS: 250 ok\n`,
      `C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: DATA\nS: 250 1\nS: 250 2\nS: 354 go\nC: ${CONTENT}\nC: .\nS: 250 ok\n`,
      `C: DATA\nS: 554 no\nC: ${CONTENT}\nC: .\nS: 250 ok\n`,
      'C: BDAT 5\nC: abc\nS: 250 ok\nC: BDAT 0 LAST\nS: 250 ok\n',
      `C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: ${RECORDED_SECRET}\nS: 235 ok\n`,
      '# @auth LOGIN user=tim secret=pass initial=no\nC: AUTH LOGIN\nS: 235 ok\n',
      '# @auth PLAIN user=tim secret=pass initial=no\n# @retry 1 every 1ms\nC: AUTH PLAIN\nS: 235 ok\n',
      'C: STARTTLS\nS: 220 go\nC: EHLO b\nS: 250 mx\n',
      'C\\: NOOP\\r\\nNOOP\\r\\n\nS: 250 ok\nS: 250 ok\n',
      'C: NOOP\nS: 250 ok\nS: 250 stray\n',
    ),
    weight: 4,
  },
);

const session = fc
  .tuple(fc.array(block, { maxLength: 8 }), fc.constantFrom('C: QUIT\nS: 221 bye\n', ''))
  .map(
    ([blocks, end]) =>
      `# @var id=1\nS: 220 mx\nC: EHLO a\nS: 250-mx\nS: 250-CHUNKING\nS: 250 AUTH LOGIN PLAIN\n${blocks.join('')}${end}`,
  );

/** Codes of the replies that were handed to the client between two places of the log. */
function codesIn(log: readonly string[]): readonly number[] {
  const text = log
    .filter(entry => entry.startsWith('<'))
    .map(entry => entry.slice(2))
    .join('');
  return text.split('\r\n').map(line => Number(/^(\d{3})(?: |$)/.exec(line)?.[1] ?? 0));
}

/** Every secret and every message left only behind the reply that asks for it. */
function sentOnlyWhereAskedFor(log: readonly string[]): void {
  const secrets = [SECRET, `\0tim\0${SECRET}`].map(each => Buffer.from(each).toString('base64'));
  let [auth, data] = [-1, -1];
  for (const [at, entry] of log.entries()) {
    if (!entry.startsWith('>')) continue;
    if (entry.includes(CONTENT)) {
      assert.ok(codesIn(log.slice(data, at)).includes(354), `content without 354: ${log.join('')}`);
    }
    if ([...secrets, RECORDED_SECRET].some(secret => entry.includes(secret))) {
      const codes = codesIn(log.slice(auth, at));
      assert.equal(
        codes.findLast(code => code !== 0),
        334,
        `a secret after: ${codes.join(' ')}`,
      );
    }
    if (/(?:^> |\n)AUTH /.test(entry)) auth = at;
    if (/(?:^> |\n)DATA\r/.test(entry)) data = at;
  }
}

test('whatever a server does, a run ends once, in time, and sends nothing unasked', async () => {
  const handled: unknown[] = [];
  const note = (error: unknown): void => {
    handled.push(error);
  };
  process.on('unhandledRejection', note);
  try {
    await fc.assert(
      fc.asyncProperty(
        session,
        fc.array(whim, { minLength: 1, maxLength: 25 }),
        fc.boolean(),
        fc.constantFrom('recorded', 'lockstep', 'forced'),
        fc.constantFrom('continue', 'stop'),
        async (text, whims, greets, pipelining, onDifference) => {
          const { plan } = planText(text, { timeoutMs: TIMEOUT, pipelining, onDifference });
          const chaos = chaoticIo(whims, greets);
          const abort = new AbortController();
          const guard = setTimeout(() => {
            abort.abort();
          }, 20_000);
          const inputs = { secrets: { pass: SECRET } };
          const run = replay(plan, chaos.io, abort.signal, { target, inputs });
          const events: readonly ReplayEvent[] = await collect(run);
          clearTimeout(guard);
          assert.ok(!abort.signal.aborted, 'the run did not end');
          const done = doneOf(events);
          assert.ok(events.filter(({ kind }) => kind === 'failed').length <= 1);
          assert.ok(done.skipped >= 0 && done.skipped <= plan.steps.length);
          assert.ok(events.length < 20 * plan.steps.length + 300);
          assert.ok(!JSON.stringify(events).includes(SECRET));
          assert.equal(chaos.pending(), 0);
          sentOnlyWhereAskedFor(chaos.log);
        },
      ),
      { numRuns: 400 },
    );
  } finally {
    process.off('unhandledRejection', note);
  }
  assert.deepEqual(handled, []);
});
