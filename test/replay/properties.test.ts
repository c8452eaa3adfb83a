import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { plainEvent } from '../../server/replay/engine/wireEvents.ts';
import { memoryIo } from '../../server/replay/io/memoryIo.ts';
import { summaryOf } from '../../server/replay/summary.ts';
import { collect, doneOf, opening, ordinary } from './support.ts';

const OPTIONS = { target: { host: '127.0.0.1', port: 25 } };
const signal = new AbortController().signal;

/** What does not depend on the clock. */
function timeless(events: readonly ReplayEvent[]): unknown {
  return events.map(event => ({ ...plainEvent(event), at: 0, took: 0, duration: 0 }));
}

/** The octets in pieces that end at the given places. */
function chunksOf(octets: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [...new Set(cuts.map(cut => cut % (octets.length + 1))), 0, octets.length];
  places.sort((one, other) => one - other);
  return places.slice(1).map((end, at) => octets.subarray(places[at], end));
}

function run(octets: Uint8Array, cuts: readonly number[]): Promise<readonly ReplayEvent[]> {
  const io = memoryIo({ chunks: chunksOf(octets, cuts), then: 'end' });
  return collect(replay(ordinary().plan(), io, signal, OPTIONS));
}

const line = fc.oneof(
  fc.constantFrom('220 hi', '250-a', '250 ok', '354 go', '221 bye', '421 no', '550 5.1.1 no', '25'),
  fc.constantFrom('250', '334 VXNlcg==', '', '250\u00e4', '999 x'),
  fc.string(),
);
const stream = fc
  .array(fc.tuple(line, fc.constantFrom('\r\n', '\n', '\r')))
  .map(lines => Buffer.from(`220 hi\r\n${lines.map(pair => pair.join('')).join('')}`));

/** Where lines end: what comes with the line before is early, which is another thing to tell. */
function lineEnds(octets: Uint8Array): readonly number[] {
  return Array.from(octets.keys())
    .filter(at => octets[at] === 0x0a)
    .map(at => at + 1);
}

test('any chopping of the lines that the server sends gives the same events', async () => {
  await fc.assert(
    fc.asyncProperty(stream, fc.array(fc.nat(), { maxLength: 30 }), async (octets, cuts) => {
      const ends = lineEnds(octets);
      const chopped = timeless(await run(octets, [...ends, ...cuts]));
      assert.deepEqual(chopped, timeless(await run(octets, ends)));
    }),
  );
});

test('any octets end in exactly one done, the last, with the right counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array(), stream), async octets => {
      const events = await run(octets, [3]);
      const done = doneOf(events);
      const { verdict, matched, differed, sent, received, skipped } = summaryOf(events);
      assert.deepEqual(
        { verdict, matched, differed, sent, received, skipped },
        {
          verdict: done.verdict,
          matched: done.matched,
          differed: done.differed,
          sent: done.sent,
          received: done.received,
          skipped: done.skipped,
        },
      );
      assert.deepEqual(structuredClone(events.map(plainEvent)), JSON.parse(JSON.stringify(events)));
    }),
  );
});

const password = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }).filter(isSecretive);

/** A property can only tell a leak from our own words if the secret is not one of them. */
function isSecretive(text: string): boolean {
  return /[^\s]/.test(text) && !text.includes('\0') && !text.includes('<');
}

test('no secret is in any event, however the server echoes it', async () => {
  const forms = (secret: string): readonly string[] => {
    const plain = Buffer.from(`\0user\0${secret}`);
    const alone = Buffer.from(secret);
    return [secret, plain.toString('base64'), alone.toString('base64')];
  };
  await fc.assert(
    fc.asyncProperty(password, fc.nat(2), fc.boolean(), async (secret, which, initial) => {
      const [, plain = '', alone = ''] = forms(secret);
      const echo = forms(secret)[which] ?? '';
      const script = opening();
      if (initial) script.send(`AUTH PLAIN ${plain}`, { secret: true }).reply(235);
      else
        script
          .send('AUTH LOGIN')
          .reply(334)
          .response('dXNlcg==')
          .reply(334)
          .response(alone)
          .reply(235);
      script.send(`NOOP ${secret.replace(/[\r\n]/g, '')}`).reply(250);
      const replies = ['220 hi', '250 ok', '334 a', '334 b', `535 no ${echo}, ${echo}`, `5${echo}`];
      if (initial) replies.splice(2, 2);
      const io = memoryIo({ chunks: [Buffer.from(replies.join('\r\n'))], then: 'end' });
      const text = JSON.stringify(await collect(replay(script.plan(), io, signal, OPTIONS)));
      const secrets = initial ? [secret, plain] : [secret, alone];
      for (const form of secrets) {
        assert.ok(!text.includes(JSON.stringify(form).slice(1, -1)), `${form} in ${text}`);
      }
    }),
  );
});
