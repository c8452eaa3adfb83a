import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ReplayEvent, RunInputs } from '../../server/protocol/replay.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { memoryIo } from '../../server/replay/io/memoryIo.ts';
import { transcriptOfEvents } from '../../server/replay/record/transcriptOfEvents.ts';
import { transcriptOfRun } from '../../server/replay/record/transcriptOfRun.ts';
import { REPLAY_FORMATS } from '../../server/report/replayFormats.ts';
import { RunFold } from '../../server/report/replayRun.ts';
import type { ReplayCase, ReplayPlace } from '../../server/report/replayRun.ts';
import { styleFor } from '../../server/report/style.ts';
import { planText } from '../support/planText.ts';
import { collect } from './support.ts';

const signal = new AbortController().signal;
const TARGET = { host: '127.0.0.1', port: 25 };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const encoded = (sign: string) => (text: string) =>
  [...Buffer.from(text)].map(octet => `${sign}${octet.toString(16).padStart(2, '0')}`).join('');

/** A way to use a secret: the lines of a session, and what the server answers up to its echo. */
interface Use {
  readonly name: string;
  readonly lines: (secret: string) => readonly string[];
  readonly answers: readonly string[];
  readonly inputs: (secret: string) => RunInputs;
  /** The file itself holds the secret. */
  readonly literal?: true;
}

const OPENING = ['S: 220 hi', 'C: EHLO x', 'S: 250-hi', 'S: 250 AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2'];
const OPEN = ['220 hi', '250-hi\r\n250 AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2'];
const named = (secret: string): RunInputs => ({ secrets: { pw: secret } });
const nothing = (): RunInputs => ({});
const plain = (secret: string): string => base64(`\0user\0${secret}`);

const USES: readonly Use[] = [
  {
    name: 'recorded PLAIN',
    lines: secret => [`C: AUTH PLAIN ${plain(secret)}`, 'S: 235 ok'],
    answers: [],
    inputs: nothing,
    literal: true,
  },
  {
    name: 'recorded LOGIN',
    lines: secret => [
      ...['C: AUTH LOGIN', 'S: 334 VXNlcm5hbWU6', `C: ${base64('user')}`],
      ...['S: 334 UGFzc3dvcmQ6', `C: ${base64(secret)}`, 'S: 235 ok'],
    ],
    answers: ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6'],
    inputs: nothing,
    literal: true,
  },
  {
    name: 'raw octets',
    lines: secret => [`C\\: NOOP\\r\\nAUTH PLAIN ${plain(secret)}\\r\\n`, 'S: 235 ok'],
    answers: [],
    inputs: nothing,
    literal: true,
  },
  ...['PLAIN', 'XOAUTH2'].map((mechanism): Use => ({
    name: `computed ${mechanism}`,
    lines: () => [
      `# @auth ${mechanism} user=user secret=pw`,
      `C: AUTH ${mechanism} x`,
      'S: 235 ok',
    ],
    answers: [],
    inputs: named,
  })),
  {
    name: 'computed LOGIN',
    lines: () => ['# @auth LOGIN user=user secret=pw', 'C: AUTH LOGIN', 'S: 235 ok'],
    answers: ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6'],
    inputs: named,
  },
  {
    name: 'a place in a command',
    lines: () => ['C: NOOP {{pw}}', 'S: 250 ok'],
    answers: [],
    inputs: named,
  },
  {
    name: 'a place in a response',
    lines: () => ['C: AUTH PLAIN {{response}}', 'S: 235 ok'],
    answers: [],
    inputs: secret => ({ values: { response: plain(secret) } }),
  },
  {
    name: 'a place in content',
    lines: () => [
      ...['C: MAIL FROM:<a@a.example>', 'S: 250 ok', 'C: RCPT TO:<b@b.example>', 'S: 250 ok'],
      ...['C: DATA', 'S: 354 go', 'C: Subject: {{pw}}', 'C: ', 'C: {{pw}}', 'C: .', 'S: 250 ok'],
    ],
    answers: ['250 ok', '250 ok', '354 go'],
    inputs: named,
  },
];

/** What a hostile server makes of a secret, and what must be found nowhere then. */
const ECHOES: readonly ((secret: string) => string)[] = [
  secret => `535 no ${secret} ${secret}`,
  secret => `535 ${secret.toUpperCase()} ${secret.toLowerCase()}`,
  secret => `535 ${base64(secret)} ${plain(secret)}`,
  secret => `535 ${Buffer.from(`xy${secret}z`).toString('base64url')}`,
  secret => `535 ${encoded('%')(secret)} ${encoded('=')(secret).toUpperCase()}`,
  secret => `535-no ${secret.slice(0, 4)}\r\n535-${secret.slice(4, 6)}\r\n535 ${secret.slice(6)}`,
  secret => `535-${plain(secret).slice(0, 12)}\r\n535 ${plain(secret).slice(12)}`,
  secret => `535 \u001b[2J${secret}\u0007`,
  secret => secret,
  secret => `421 ${secret}`,
];

function needlesOf(secret: string): readonly string[] {
  const inside = base64(`xy${secret}`).slice(4, -4);
  const forms = [secret, base64(secret), plain(secret), encoded('%')(secret), encoded('=')(secret)];
  return [...forms, ...(inside.length > 5 ? [inside] : [])].map(form => form.toLowerCase());
}

const PLACE: ReplayPlace = { name: 'here', where: '', production: false };

/** Everything that is written or shown of a run, by its name. */
function outputsOf(
  text: string,
  events: readonly ReplayEvent[],
  literal: boolean,
): ReadonlyMap<string, string> {
  const { plan } = planText(text);
  const of: ReplayCase = {
    ...{ file: 'a.smtp', session: plan.name, number: 1, line: 1, expected: 'passed' },
    ...{ place: PLACE, round: 1, rounds: 1 },
  };
  const fold = new RunFold(of, plan);
  for (const event of events) fold.add(event);
  const run = fold.run();
  const outputs = new Map<string, string>([['events', JSON.stringify(events)]]);
  for (const places of [[PLACE], [PLACE, { ...PLACE, name: 'there' }]]) {
    for (const format of REPLAY_FORMATS) {
      const setup = { folder: '/', version: '1', places, runs: 1, columns: 200 };
      const to = format.writer({ ...setup, style: styleFor('plain') });
      const told = events.map(event => to.event(of, event, { attempt: 1 })).join('');
      const parts = [to.begin(), to.starts(of), told, to.ended(run), to.end([run])];
      outputs.set(`${format.id} of ${String(places.length)}`, parts.join(''));
    }
  }
  outputs.set('--record', Buffer.from(transcriptOfEvents(plan, events, [])).toString());
  const made = transcriptOfRun({ octets: Buffer.from(text), plan, events });
  const serverLines = (shown: string): string =>
    literal ? shown.replace(/^(?:C\\?|#.*):.*$/gm, '') : shown;
  outputs.set('comparison', serverLines(made.actual));
  const { promoted } = made;
  const update =
    promoted instanceof Uint8Array ? Buffer.from(promoted).toString() : promoted.refused;
  outputs.set('--update', serverLines(update));
  return outputs;
}

/** The text behind the codes of all replies, joined: what a reader could put together. */
function joinedReplies(events: readonly ReplayEvent[]): string {
  return events
    .flatMap(event => (event.kind === 'received' ? event.lines : []))
    .map(line => line.slice(4).trim())
    .join('');
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!$&*+./:?@^_-';
const secrets = fc
  .string({ unit: fc.constantFrom(...ALPHABET.split('')), minLength: 10, maxLength: 40 })
  .filter(secret => new Set(secret).size > 6);

for (const use of USES) {
  test(`no output of a run tells a secret: ${use.name}`, async () => {
    await fc.assert(
      fc.asyncProperty(secrets, fc.constantFrom(...ECHOES), async (secret, echo) => {
        const file = [...OPENING, ...use.lines(secret), 'C: NOOP', 'S: 250 ok', 'C: QUIT', ''];
        const text = file.join('\n');
        const replies = [...OPEN, ...use.answers, echo(secret), echo(secret), echo(secret)];
        const chunks = replies.map(reply => Buffer.from(`${reply}\r\n`));
        const io = memoryIo({ chunks, then: 'end' });
        const { plan } = planText(text);
        const options = { target: TARGET, inputs: use.inputs(secret) };
        const events = await collect(replay(plan, io, signal, options));
        assert.ok(events.some(event => event.kind === 'sent' && event.verb !== 'EHLO'));
        const outputs = outputsOf(text, events, use.literal === true);
        for (const [name, output] of [...outputs, ['replies', joinedReplies(events)] as const]) {
          const low = output.toLowerCase();
          for (const needle of needlesOf(secret)) {
            assert.ok(!low.includes(needle), `${name}: ${needle} in ${output}`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
}
