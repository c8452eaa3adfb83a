import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayEvent, RunInputs, Target } from '../../server/protocol/replay.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { memoryIo } from '../../server/replay/io/memoryIo.ts';
import type { ReplayIo } from '../../server/replay/io/replayIo.ts';
import { planText } from '../support/planText.ts';
import { collect, failureOf } from './support.ts';

const SECRET = 'hunter2-Zebra';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const PLAIN = base64(`\0user\0${SECRET}`);
const named: RunInputs = { secrets: { pw: SECRET } };

const HELLO = 'S: 220 hi\nC: EHLO x\nS: 250-hi\nS: 250-STARTTLS\nS: 250 AUTH PLAIN LOGIN XFOO\n';
const GREETED = ['220 hi', '250-hi\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN XFOO'];
const QUIT = 'C: QUIT\nS: 221 bye\n';

/** A server on a network: everything that is sent to it can be read on the way. */
function networkIo(replies: readonly string[], wrote: (octets: Uint8Array) => void): ReplayIo {
  const chunks = replies.map(reply => Buffer.from(`${reply}\r\n`));
  const io = memoryIo({ chunks, then: 'end', onWrite: wrote });
  const opened = { kind: 'opened', address: '192.0.2.1', port: 25, localAddress: '' } as const;
  return { ...io, connect: () => Promise.resolve(opened) };
}

async function run(
  body: string,
  replies: readonly string[],
  { inputs = {}, target = {} }: { inputs?: RunInputs; target?: Partial<Target> } = {},
): Promise<{ readonly wrote: string; readonly events: readonly ReplayEvent[] }> {
  const { plan } = planText(`${HELLO}${body}${QUIT}`);
  let wrote = '';
  const io = networkIo([...GREETED, ...replies, '221 bye'], octets => {
    wrote += Buffer.from(octets).toString('latin1');
  });
  const options = { target: { host: 'mx.example', port: 25, ...target }, inputs };
  const signal = new AbortController().signal;
  return { events: await collect(replay(plan, io, signal, options)), wrote };
}

const LOGIN = `C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ${base64('user')}\nS: 334 UGFzc3dvcmQ6\nC: ${base64(SECRET)}\nS: 235 ok\n`;
const MESSAGE = [
  ...['C: MAIL FROM:<a@a.example>', 'S: 250 ok', 'C: RCPT TO:<b@b.example>', 'S: 250 ok'],
  ...['C: DATA', 'S: 354 go', 'C: Subject: x', 'C: ', 'C: {{pw}}', 'C: .', 'S: 250 ok', ''],
].join('\n');

const CASES: readonly (readonly [name: string, body: string, replies: readonly string[]])[] = [
  ['AUTH PLAIN', `C: AUTH PLAIN ${PLAIN}\nS: 235 ok\n`, ['235 ok']],
  ['small letters', `C: auth plain ${PLAIN}\nS: 235 ok\n`, ['235 ok']],
  ['a quoted mechanism', `C: AUTH "PLAIN" ${PLAIN}\nS: 235 ok\n`, ['235 ok']],
  ['a blank before it', `C:  AUTH PLAIN ${PLAIN}\nS: 235 ok\n`, ['235 ok']],
  ['tabs', `C: AUTH\tPLAIN\t${PLAIN}\nS: 235 ok\n`, ['235 ok']],
  ['a mechanism nobody knows', `C: AUTH XFOO ${PLAIN}\nS: 235 ok\n`, ['235 ok']],
  ['a raw line', `C\\: AUTH PLAIN ${PLAIN}\\r\\n\nS: 235 ok\n`, ['235 ok']],
  [
    'inside raw octets',
    `C\\: NOOP\\r\\nAUTH PLAIN ${PLAIN}\\r\\n\nS: 235 ok\n`,
    ['250 ok', '235 ok'],
  ],
  ['AUTH LOGIN', LOGIN, ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6', '235 ok']],
  ['computed', '# @auth PLAIN user=user secret=pw\nC: AUTH PLAIN x\nS: 235 ok\n', ['235 ok']],
  ['a user that is a secret', '# @auth LOGIN user={{pw}} secret=pw\nC: AUTH LOGIN\n', ['334 ']],
  ['a place in AUTH', 'C: AUTH PLAIN {{pw}}\nS: 235 ok\n', ['235 ok']],
  ['a place in a command', 'C: NOOP {{pw}}\nS: 250 ok\n', ['250 ok']],
  ['a place in XCLIENT', 'C: XCLIENT LOGIN={{pw}}\nS: 220 ok\n', ['220 ok']],
  ['a place in content', MESSAGE, ['250 ok', '250 ok', '354 go', '250 ok']],
];

for (const [name, body, replies] of CASES) {
  test(`no secret crosses a network in plain text: ${name}`, async () => {
    const { wrote, events } = await run(body, replies, { inputs: named });
    assert.ok(!wrote.includes(SECRET) && !wrote.includes(PLAIN), wrote);
    assert.ok(!wrote.includes(base64(SECRET)), wrote);
    assert.match(failureOf(events), /^insecure /);
    const insisted = { inputs: named, target: { allowPlaintextAuth: true } };
    const allowed = await run(body, replies, insisted);
    assert.equal(/^insecure/m.test(failureOf(allowed.events)), false);
  });
}

test('to this machine the same secrets are sent', async () => {
  for (const path of [undefined, '/run/x']) {
    const { plan } = planText(`${HELLO}C: NOOP {{pw}}\nS: 250 ok\n${QUIT}`);
    const chunks = [...GREETED, '250 ok', '221 bye'].map(reply => Buffer.from(`${reply}\r\n`));
    let wrote = '';
    const io = memoryIo({
      chunks,
      then: 'end',
      onWrite: octets => (wrote += Buffer.from(octets).toString()),
    });
    const target = { host: '127.0.0.1', port: 25, ...(path !== undefined && { path }) };
    const signal = new AbortController().signal;
    await collect(replay(plan, io, signal, { target, inputs: named }));
    assert.match(wrote, /NOOP hunter2-Zebra/);
  }
});

const SECURE = 'C: STARTTLS\nS: 220 go\nC: EHLO x\nS: 250-hi\nS: 250 AUTH PLAIN\n';
const STRIPPED: readonly (readonly [name: string, replies: readonly string[]])[] = [
  ['454', ['454 no']],
  ['502', ['502 what?']],
  ['250', ['250 fine']],
  ['220 with plaintext behind it', ['220 go\r\n250-hi\r\n250 AUTH PLAIN']],
];

for (const [name, replies] of STRIPPED) {
  test(`STARTTLS that is answered with ${name}: no credentials follow`, async () => {
    const more = [...replies, '250-hi\r\n250 AUTH PLAIN', '235 ok'];
    for (const inputs of [{}, named]) {
      const what = inputs === named ? '{{pw}}' : PLAIN;
      const body = `${SECURE}C: AUTH PLAIN ${what}\nS: 235 ok\nC: NOOP {{pw}}\nS: 250 ok\n`;
      const { wrote } = await run(body, more, { inputs: named });
      assert.ok(!/AUTH|NOOP/.test(wrote), wrote);
    }
  });
}

test('STARTTLS that a condition leaves out: what follows is still judged', async () => {
  const { plan } = planText(`${HELLO}# @if STARTTLS\n${SECURE}C: AUTH PLAIN ${PLAIN}\nS: 235 ok\n`);
  let wrote = '';
  const replies = ['220 hi', '250-hi\r\n250 AUTH PLAIN', '250-hi\r\n250 AUTH PLAIN', '235 ok'];
  const io = networkIo(replies, octets => (wrote += Buffer.from(octets).toString()));
  const signal = new AbortController().signal;
  const target = { host: 'mx.example', port: 25 };
  const events = await collect(replay(plan, io, signal, { target }));
  assert.match(failureOf(events), /^insecure /);
  assert.ok(!wrote.includes(PLAIN), wrote);
});
