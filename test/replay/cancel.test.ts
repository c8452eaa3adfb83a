import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReplayEvent, RunInputs, Target } from '../../server/protocol/replay.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { nodeIo } from '../../server/replay/io/nodeIo.ts';
import type { NodeIoOptions } from '../../server/replay/io/nodeIo.ts';
import { planText } from '../support/planText.ts';
import { doneOf, failureOf } from './support.ts';

/** So long a cancelled run may still take, milliseconds; what it waits for would take far longer. */
const AT_ONCE = 400;

/** A server that answers each line with the next reply, then nothing; tells when clients are gone. */
async function silent(
  t: TestContext,
  replies: readonly string[],
): Promise<{ readonly port: number; readonly gone: Promise<void> }> {
  const sockets = new Set<Socket>();
  const gone = Promise.withResolvers<undefined>();
  const server = createServer(socket => {
    sockets.add(socket);
    const [greeting, ...rest] = replies;
    if (greeting !== undefined) socket.write(`${greeting}\r\n`);
    socket.on('data', octets => {
      const count = octets.toString('latin1').split('\r\n').length - 1;
      for (const reply of rest.splice(0, count)) socket.write(`${replyTo(reply, octets)}\r\n`);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      gone.resolve(undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, gone: gone.promise };
}

/** `SCRAM`: a first message with as much work as is accepted (RFC 5802). */
function replyTo(reply: string, octets: Buffer): string {
  if (reply !== 'SCRAM') return reply;
  const [, initial = ''] = /AUTH \S+ (\S+)/.exec(octets.toString('latin1')) ?? [];
  const [, nonce = ''] = /r=([^,]+)/.exec(Buffer.from(initial, 'base64').toString()) ?? [];
  return `334 ${Buffer.from(`r=${nonce}x,s=QUJDRA==,i=10000000`).toString('base64')}`;
}

const HELLO = 'S: 220 hi\nC: EHLO x\nS: 250-hi\nS: 250 AUTH SCRAM-SHA-256\n';
const GREETED = ['220 hi', '250-hi\r\n250 AUTH SCRAM-SHA-256'];
const LATE = 'C: NOOP\nS: 250 ok\n';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly replies: readonly string[];
  /** Cancelled some time after this event; absent: after the beginning. */
  readonly after?: ReplayEvent['kind'];
  readonly inputs?: RunInputs;
  readonly target?: Partial<Target>;
  readonly io?: NodeIoOptions;
  readonly speed?: number;
}

const CASES: readonly Case[] = [
  {
    name: 'the look-up of the name',
    text: HELLO,
    replies: [],
    io: { findAddresses: () => new Promise(() => undefined) },
  },
  { name: 'the greeting', text: HELLO, replies: [], after: 'opened' },
  { name: 'a reply', text: HELLO, replies: ['220 hi'], after: 'sent' },
  {
    name: 'the rest of a reply',
    text: HELLO,
    replies: ['220 hi', '250-and so on'],
    after: 'sent',
  },
  {
    name: 'an optional reply',
    text: `${HELLO}C: NOOP\n# @reply optional\nS: 250 ok\n`,
    replies: GREETED,
    after: 'matched',
  },
  {
    name: 'a TLS handshake from the first octet',
    text: HELLO,
    replies: [],
    after: 'opened',
    target: { implicitTls: true },
  },
  {
    name: 'a TLS handshake after STARTTLS',
    text: `${HELLO}C: STARTTLS\nS: 220 go\n${LATE}`,
    replies: [...GREETED, '220 go'],
    after: 'sent',
  },
  {
    name: 'a sleep',
    text: `${HELLO}# @sleep 20s\n${LATE}`,
    replies: GREETED,
    after: 'waiting',
  },
  {
    name: 'the pause before another try',
    text: `${HELLO}# @retry 5 every 20s\n${LATE}`,
    replies: [...GREETED, '450 later'],
    after: 'waiting',
  },
  {
    name: 'the proof of SCRAM',
    text: `${HELLO}# @auth SCRAM-SHA-256 user=user secret=pw\nC: AUTH SCRAM-SHA-256 x\nS: 235 ok\n`,
    replies: [...GREETED, 'SCRAM'],
    after: 'sent',
    inputs: { secrets: { pw: 'hunter22' } },
  },
];

for (const one of CASES) {
  test(`cancelling ends at once: ${one.name}`, async t => {
    const { port, gone } = await silent(t, one.replies);
    const { plan } = planText(one.text);
    const abort = new AbortController();
    const host = one.io === undefined ? '127.0.0.1' : 'name.example';
    const options = { target: { host, port, ...one.target }, inputs: one.inputs ?? {} };
    const events: ReplayEvent[] = [];
    let cancelledAt = 0;
    const cancel = async (): Promise<void> => {
      await delay(150);
      cancelledAt = performance.now();
      abort.abort();
    };
    let cancelling = one.after === undefined ? cancel() : undefined;
    const run = replay({ ...plan, timeoutMs: 20_000 }, nodeIo(one.io), abort.signal, options);
    for await (const event of run) {
      events.push(event);
      if (event.kind === one.after) cancelling ??= cancel();
    }
    const took = performance.now() - cancelledAt;
    await cancelling;
    assert.equal(failureOf(events), 'cancelled The replay was cancelled.');
    assert.equal(doneOf(events).verdict, 'failed');
    assert.ok(cancelledAt > 0 && took < AT_ONCE, `${took} ms`);
    if (one.io === undefined) await gone;
  });
}

test('a server that answers the last QUIT with ever more replies is left in time', async t => {
  const server = createServer(socket => {
    socket.write('220 hi\r\n');
    socket.once('data', () => {
      socket.write('250 ok\r\n');
      socket.once('data', () => {
        const more = setInterval(() => socket.write('250 and more\r\n'), 50);
        socket.once('close', () => {
          clearInterval(more);
        });
      });
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const { plan } = planText('S: 220 hi\nC: EHLO x\nS: 250 ok\n');
  const began = performance.now();
  const { signal } = new AbortController();
  const target = { host: '127.0.0.1', port };
  const events: ReplayEvent[] = [];
  for await (const event of replay({ ...plan, timeoutMs: 400 }, nodeIo(), signal, { target })) {
    events.push(event);
  }
  assert.equal(doneOf(events).verdict, 'passed');
  assert.ok(performance.now() - began < 1500);
});
