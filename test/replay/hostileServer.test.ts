import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayPlan } from '../../server/protocol/replay.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { nodeIo } from '../../server/replay/io/nodeIo.ts';
import { against, collect, doneOf, failureOf, only, opening, ordinary, serve } from './support.ts';

const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });
const LINE: ServerAction = { do: 'line' };
const SESSION: readonly ServerAction[] = [
  say('220 hi'),
  LINE,
  say('250 ok'),
  LINE,
  say('250 ok'),
  LINE,
  say('250 ok'),
  LINE,
  say('354 go'),
  { do: 'content' },
  say('250 queued'),
  LINE,
  say('221 bye'),
];

const impatient = (): ReplayPlan => ordinary().plan({ timeoutMs: 150 });

test('nobody listens', async t => {
  const server = await serve(t, []);
  await server.close();
  const events = await against(server, ordinary().plan());
  assert.match(failureOf(events), /^refused .*nothing listens there/);
  assert.equal(doneOf(events).skipped, 13);
});

test('a name that does not exist, no name, a port that is none', async () => {
  const where = (host: string, port: number) => against({ host, port }, ordinary().plan());
  assert.match(failureOf(await where('nowhere.invalid', 25)), /^dns /);
  assert.match(failureOf(await where('', 25)), /^dns /);
  assert.match(failureOf(await where('127.0.0.1', 70_000)), /^internal /);
});

test('never greets', async t => {
  const server = await serve(t, [{ do: 'stall' }]);
  const events = await against(server, impatient());
  assert.match(failureOf(events), /^timeout .*did not greet within 0\.15 s.*implicit TLS/);
});

test('stalls in the middle: of the session, and of a reply', async t => {
  const quiet = await serve(t, [say('220 hi'), LINE, { do: 'stall' }]);
  assert.match(failureOf(await against(quiet, impatient())), /^timeout .*the reply to EHLO/);
  const half = await serve(t, [say('220 hi'), LINE, say('250-a'), { do: 'stall' }]);
  assert.match(failureOf(await against(half, impatient())), /^timeout .*did not finish/);
});

test('an octet now and then does not outwit the deadline', async t => {
  const server = await serve(t, [{ do: 'drip', octets: `220 ${'x'.repeat(5000)}`, ms: 5 }]);
  assert.match(failureOf(await against(server, impatient())), /^timeout /);
});

test('one octet at a time is an ordinary session', async t => {
  const slow = SESSION.map((action): ServerAction =>
    action.do === 'send' ? { do: 'drip', octets: action.octets, ms: 0 } : action,
  );
  const events = await against(await serve(t, slow), ordinary().plan());
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
});

test('a reply of 1 MB is read, its event is bounded', async t => {
  const big: ServerAction = { do: 'flood', unit: `250-${'x'.repeat(94)}\r\n`, octets: 1_000_000 };
  const server = await serve(t, [say('220 hi'), LINE, big, say('250 end'), LINE, say('221 bye')]);
  const events = await against(server, opening().plan());
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const lines = only(events, 'received')[1]?.lines ?? [];
  assert.equal(lines.length, 1001);
  assert.match(lines.at(-1) ?? '', /^… \(900009 more octets\)$/);
});

test('replies without end', async t => {
  const endless = (unit: string): ServerAction => ({ do: 'flood', unit, octets: 3_000_000 });
  const many = await serve(t, [endless('220-more\r\n'), { do: 'stall' }]);
  assert.match(failureOf(await against(many, ordinary().plan())), /^too-large .*1048576/);
  const long = await serve(t, [endless('220 x'), { do: 'stall' }]);
  assert.match(failureOf(await against(long, ordinary().plan())), /^too-large A line .*65536/);
});

test('garbage in place of a reply', async t => {
  const cases: readonly (readonly [string | Uint8Array, RegExp])[] = [
    ['SSH-2.0-OpenSSH_9.2\r\n', /"SSH-2\.0-OpenSSH_9\.2"\. Is this an SMTP server\?/],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', /"HTTP\/1\.1 400 Bad Request"/],
    ['\r\n220 late\r\n', /""/],
    ['22\r\n', /"22"/],
    ['2200 hi\r\n', /"2200 hi"/],
    ['700 hi\r\n', /"700 hi"/],
    [Buffer.from([0xff, 0xfd, 0x18, 0x1b, 0x5b, 0x32, 0x4a]), /"\\xff\\xfd\\x18\\x1b\[2J"/],
    [Buffer.from([0x15, 3, 1, 0, 2, 2, 0x28]), /this port speaks TLS from the first octet/],
  ];
  for (const [octets, message] of cases) {
    const server = await serve(t, [{ do: 'send', octets }, { do: 'close' }]);
    const failure = failureOf(await against(server, impatient()));
    assert.match(failure, /^garbage /);
    assert.match(failure, message);
  }
});

test('control sequences never reach an event', async t => {
  const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\0';
  const server = await serve(t, [say(`220 ${evil}`), LINE, say(`550 ${evil}`), LINE, say('221 x')]);
  const events = await against(server, opening().plan());
  for (const text of stringsIn(events)) assert.doesNotMatch(text, /\p{Cc}/u);
  assert.equal(only(events, 'received')[0]?.lines[0], '220 \\x1b]0;owned\\x07\\x1b[2J\\x9b31m\\0');
});

test('closing and resetting at every step', async t => {
  for (let step = 0; step < SESSION.length - 1; step += 1) {
    for (const end of ['close', 'reset'] as const) {
      const server = await serve(t, [...SESSION.slice(0, step), { do: end }]);
      const events = await against(server, impatient());
      const { verdict } = doneOf(events);
      // From QUIT on there is nothing left that could fail.
      if (step >= 11) assert.notEqual(verdict, 'passed', `${end} at ${step}`);
      else assert.equal(verdict, 'failed', `${end} at ${step}`);
      const reasons = only(events, 'failed').map(event => event.reason);
      for (const reason of reasons) assert.match(reason, /^(?:closed|reset)$/, `${end} at ${step}`);
    }
  }
});

test('closing in the middle of a reply', async t => {
  const server = await serve(t, [say('220 hi'), LINE, { do: 'send', octets: '250-a\r\n25' }]);
  assert.match(failureOf(await against(server, impatient())), /^closed .*in the middle of/);
});

test('a reply sent just before the connection goes is still read', async t => {
  const server = await serve(t, [...SESSION.slice(0, 9), say('552 too big'), { do: 'close' }]);
  const events = await against(server, impatient());
  assert.equal(only(events, 'received').at(-1)?.code, 552);
});

test('a server that does not read large content runs into the deadline', async t => {
  const script = opening().send('DATA').reply(354);
  script.content(`${'x'.repeat(20_000_000)}\r\n.`).reply(250);
  const server = await serve(t, [
    say('220 hi'),
    LINE,
    say('250 ok'),
    LINE,
    say('354 go'),
    { do: 'deaf' },
  ]);
  const events = await against(server, script.plan({ timeoutMs: 300 }));
  assert.match(failureOf(events), /^timeout /);
});

test('cancelling ends a wait at once', async t => {
  const server = await serve(t, [say('220 hi'), LINE, { do: 'stall' }]);
  const controller = new AbortController();
  const began = performance.now();
  setTimeout(() => {
    controller.abort();
  }, 50);
  const plan = ordinary().plan({ timeoutMs: 60_000 });
  const events = await against(server, plan, { signal: controller.signal });
  assert.ok(performance.now() - began < 1000);
  assert.deepEqual(
    only(events, 'failed').map(event => event.reason),
    ['cancelled'],
  );
  assert.equal(doneOf(events).verdict, 'failed');
});

test('cancelled before it began, nothing connects', async t => {
  const server = await serve(t, SESSION);
  const events = await against(server, ordinary().plan(), { signal: AbortSignal.abort() });
  assert.deepEqual(
    events.map(event => event.kind),
    ['failed', 'done'],
  );
  assert.deepEqual(server.received(), []);
});

test('a reader that leaves drops the connection', async t => {
  const server = await serve(t, SESSION);
  const options = { target: { host: server.host, port: server.port } };
  const events = replay(ordinary().plan(), nodeIo(), new AbortController().signal, options);
  for await (const event of events) if (event.kind === 'received') break;
  assert.deepEqual(await collect(events), []);
});

test('without consent a loopback server may be used', async t => {
  const server = await serve(t, SESSION);
  const target = { host: server.host, port: server.port };
  const signal = new AbortController().signal;
  const events = replay(ordinary().plan(), nodeIo({ loopbackOnly: true }), signal, { target });
  assert.equal(doneOf(await collect(events)).verdict, 'passed');
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
