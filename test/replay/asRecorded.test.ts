import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { replay } from '../../server/replay/engine/replay.ts';
import { planText } from '../support/planText.ts';
import { answeringServer } from './answeringIo.ts';
import { collect, doneOf, failureOf, only } from './support.ts';

const { signal } = new AbortController();
const target = { host: '127.0.0.1', port: 25 };

const word = fc.stringMatching(/^[A-Za-z0-9=<>@. -]{0,30}$/);
const line = fc.oneof(word, fc.constantFrom('', '.', '..', 'S: 250 x', '# note', 'ä', '{{x}}'));

/** Lines of a reply with this code. */
const reply = (...codes: readonly number[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...codes), fc.array(word, { minLength: 1, maxLength: 4 }))
    .map(([code, lines]) =>
      lines.map((text, at) => `S: ${code}${at < lines.length - 1 ? '-' : ' '}${text}\n`).join(''),
    );

const simple = (...verbs: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.tuple(
    fc.tuple(fc.constantFrom(...verbs), word).map(([verb, rest]) => `C: ${verb} ${rest}\n`),
    reply(250, 251, 450, 550),
  );

/** A group that was sent in one go, then its replies. */
const pipelined = fc
  .array(simple('MAIL FROM:<a@b>', 'RCPT TO:<c@d>', 'RSET'), { minLength: 1, maxLength: 5 })
  .map(group => [group.map(([sent = '']) => sent).join(''), ...group.map(([, got = '']) => got)]);

const stuffed = (text: string): string => `C: ${text.startsWith('.') ? `.${text}` : text}\n`;

const data = fc
  .tuple(fc.array(line, { maxLength: 6 }), reply(250, 451, 550))
  .map(([lines, got]) => ['C: DATA\nS: 354 go\n', `${lines.map(stuffed).join('')}C: .\n`, got]);

const chunk = fc
  .tuple(fc.stringMatching(/^[a-z.]{1,20}$/), reply(250, 552))
  .map(([text, got]) => [`C: BDAT ${text.length + 2} LAST\nC: ${text}\n`, got]);

const auth = fc.constant([
  'C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0LXdvcmQ=\nS: 235 ok\n',
]);

const raw = reply(500, 250).map(got => ['C\\: NOOP \\xff\\0x\\r\\n\n', got]);

const session = fc
  .tuple(
    reply(220),
    fc.array(
      fc.oneof(pipelined, pipelined, data, chunk, auth, raw, simple('NOOP', 'VRFY x', 'XSOME')),
      { maxLength: 12 },
    ),
    fc.boolean(),
  )
  .map(([greeting, blocks, leaves]) =>
    [
      greeting,
      'C: EHLO a\nS: 250-mx\nS: 250-CHUNKING\nS: 250 AUTH LOGIN\n',
      ...blocks.flat(),
      leaves ? '# <connection lost>\n' : 'C: QUIT\nS: 221 bye\n',
    ].join(''),
  );

test('any session passes against a server that answers as recorded, however it is pipelined', async () => {
  await fc.assert(
    fc.asyncProperty(
      session,
      fc.constantFrom('recorded', 'lockstep', 'forced'),
      fc.constantFrom('code', 'class', 'enhanced', 'exact'),
      async (text, pipelining, policy) => {
        const { plan } = planText(text, { pipelining, policy, timeoutMs: 5000 });
        const server = answeringServer(plan);
        const events = await collect(replay(plan, server.io, signal, { target }));
        const done = doneOf(events);
        const why = `${failureOf(events)}${only(events, 'differed')
          .map(({ message }) => message)
          .join()}`;
        assert.equal(done.verdict, 'passed', why);
        assert.equal(done.skipped, 0);
        const sends = plan.steps.filter(step => step.kind === 'send').map(step => step.octets);
        const sent = server.received().toString('latin1');
        const asRecorded = Buffer.concat(sends).toString('latin1');
        assert.ok([asRecorded, `${asRecorded}QUIT\r\n`].includes(sent));
      },
    ),
    { numRuns: 300 },
  );
});

test('a reply less or a reply more never hangs, throws or leaves a run without its end', async () => {
  await fc.assert(
    fc.asyncProperty(session, fc.nat(60), fc.boolean(), async (text, at, more) => {
      const { plan } = planText(text, { timeoutMs: 50 });
      const expects = plan.steps.filter(step => step.kind === 'expect');
      const odd = expects[at % expects.length];
      const other = { code: more ? 250 : 451, lines: ['x\r\n250 extra'] };
      const steps = plan.steps.map(step => (step === odd ? { ...odd, recorded: other } : step));
      const server = answeringServer({ ...plan, steps });
      const events = await collect(replay(plan, server.io, signal, { target }));
      doneOf(events);
    }),
    { numRuns: 100 },
  );
});
