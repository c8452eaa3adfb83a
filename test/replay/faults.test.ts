import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import {
  LINE,
  STALL,
  STEPS,
  faultPlan,
  faulted,
  harmless,
  raw,
  say,
  sessionWith,
  stepOf,
} from './faultSession.ts';
import { serveDns } from './dnsServer.ts';
import { against, collect, doneOf, failureOf, only, serve } from './support.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { nodeIo } from '../../server/replay/io/nodeIo.ts';

const RESET: ServerAction = { do: 'reset' };
const CLOSE: ServerAction = { do: 'close' };
const BEGUN = STEPS.filter(({ name }) => name !== 'QUIT');

test('the session without a fault passes', async t => {
  const { events } = await faulted(t, sessionWith('QUIT', say('221 bye')));
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
});

test('refused: nothing listens', async t => {
  const server = await serve(t, []);
  await server.close();
  const events = await against(server, faultPlan());
  const where = `127\\.0\\.0\\.1:${server.port}`;
  assert.match(failureOf(events), new RegExp(`^refused ${where}: nothing listens.*Check the port`));
  harmless(events);
});

test('DNS failure: no such name, no answer, a server in trouble', async t => {
  const dns = await serveDns(t, { 'A broken.test': 'SERVFAIL', 'AAAA broken.test': 'SERVFAIL' });
  const cases: readonly (readonly [string, RegExp])[] = [
    ['gone.test', /^dns gone\.test: the name does not exist\. Check its spelling/],
    ['broken.test', /^dns broken\.test: .*\(SERVFAIL\)\. Try again later/],
  ];
  for (const [host, message] of cases) {
    const io = nodeIo({ dnsServers: [dns.address] });
    const { signal } = new AbortController();
    const events = await collect(replay(faultPlan(), io, signal, { target: { host, port: 25 } }));
    assert.match(failureOf(events), message);
    assert.equal(doneOf(events).sent, 0);
  }
  const mute = await serveDns(t, { 'A mute.test': 'silence', 'AAAA mute.test': 'silence' });
  const io = nodeIo({ dnsServers: [mute.address] });
  const target = { host: 'mute.test', port: 25 };
  const { signal } = new AbortController();
  const events = await collect(replay(faultPlan(), io, signal, { target }));
  assert.match(failureOf(events), /^(?:timeout|dns) /);
});

for (const { name, awaited, before } of BEGUN) {
  test(`reset and half-open at ${name}`, async t => {
    for (const end of [RESET, CLOSE]) {
      const { events } = await faulted(t, [...before, end]);
      assert.match(failureOf(events), /^(?:closed|reset) .*(?:reset|closed)/);
      assert.ok(failureOf(events).includes(awaited), failureOf(events));
      assert.equal(doneOf(events).verdict, 'failed');
    }
  });

  test(`reset and half-open in the middle of the reply at ${name}`, async t => {
    for (const end of [RESET, CLOSE]) {
      const { events } = await faulted(t, [...before, raw('250-begun\r\n25'), end]);
      assert.match(failureOf(events), /^(?:closed|reset) /);
      assert.ok(failureOf(events).includes(awaited), failureOf(events));
    }
  });

  test(`421 at ${name}`, async t => {
    const { events } = await faulted(t, [...before, say('421 shutting down'), CLOSE]);
    assert.match(failureOf(events), /^closed .*421 shutting down/);
  });
}

test('reset while the content is on its way', async t => {
  const script = [...stepOf('dot').before.slice(0, -1), { do: 'some' }, RESET] as const;
  const plan = faultPlan();
  const steps = plan.steps.map(step =>
    step.kind === 'send' && step.purpose === 'content'
      ? { ...step, octets: Buffer.alloc(4_000_000, 'x') }
      : step,
  );
  const { events } = await faulted(t, script, { plan: { ...plan, steps } });
  assert.match(failureOf(events), /^(?:closed|reset) /);
});

test('reset, half-open and 421 at QUIT: all was done, only the farewell is missing', async t => {
  for (const end of [RESET, CLOSE]) {
    const { events } = await faulted(t, [...stepOf('QUIT').before, end]);
    assert.equal(doneOf(events).verdict, 'differed');
    assert.match(only(events, 'differed')[0]?.message ?? '', /closed .*without answering QUIT/);
  }
  const { events } = await faulted(t, sessionWith('QUIT', say('421 gone')));
  assert.notEqual(doneOf(events).verdict, 'passed');
});

test('a server that never closes after its 221', async t => {
  const { events } = await faulted(t, sessionWith('QUIT', say('221 bye'), STALL));
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
});

test('stalls at every step: the message says what was waited for and how long', async t => {
  await Promise.all(
    STEPS.map(async ({ awaited, before }) => {
      const { host, port } = await serve(t, [...before, STALL]);
      const events = await against({ host, port }, faultPlan(), { allowPlaintextAuth: true });
      const message = failureOf(events);
      if (awaited === 'the greeting') assert.match(message, /^timeout .*greet within 0\.15 s/);
      else assert.match(message, new RegExp(`^timeout .*within 0\\.15 s .*${awaited}`));
    }),
  );
});

test('stalls in the middle of every reply', async t => {
  await Promise.all(
    STEPS.map(async ({ awaited, before }) => {
      const { host, port } = await serve(t, [...before, raw('250-begun\r\n2'), STALL]);
      const events = await against({ host, port }, faultPlan(), { allowPlaintextAuth: true });
      assert.match(failureOf(events), /^timeout .*did not finish it within 0\.15 s/);
      assert.ok(failureOf(events).includes(awaited), failureOf(events));
    }),
  );
});

test('one octet now and then: in time it is an ordinary session, else the deadline holds', async t => {
  const slow = sessionWith('QUIT', say('221 bye')).map((action): ServerAction =>
    action.do === 'send' ? { do: 'drip', octets: action.octets, ms: 1 } : action,
  );
  const plan = faultPlan({ timeoutMs: 1500 });
  const { events } = await faulted(t, slow, { plan });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const endless: ServerAction = { do: 'drip', octets: `220-${'x'.repeat(60_000)}`, ms: 2 };
  const late = await faulted(t, [endless]);
  assert.match(failureOf(late.events), /^timeout .*did not finish/);
  assert.ok(late.took < 1000, String(late.took));
});

test('late replies: in time they count, behind the deadline they do not', async t => {
  const late = (ms: number): ServerAction[] =>
    sessionWith('MAIL', { do: 'delay', ms }, say('250 sender ok'));
  const { events } = await faulted(t, late(30), { plan: faultPlan({ timeoutMs: 1000 }) });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const lost = await faulted(t, late(400));
  assert.match(failureOf(lost.events), /^timeout .*the reply to MAIL/);
});

test('early replies: one that comes before its command is told and answers nothing', async t => {
  const early = [say('220 hi\r\n250 too early'), LINE, say('250 AUTH PLAIN')];
  const { events } = await faulted(t, [...early, ...sessionWith('EHLO').slice(3)]);
  const differed = only(events, 'differed');
  assert.equal(differed[0]?.actual, '250 too early');
  assert.match(differed[0].message, /^Nothing asked for this reply/);
  assert.notEqual(doneOf(events).verdict, 'passed');
});

test('extra replies: told at every step, and they answer no later command', async t => {
  for (const { name, right } of STEPS) {
    const { events, heard } = await faulted(t, sessionWith(name, say(`${right}\r\n250 one more`)));
    const differed = only(events, 'differed').filter(({ actual }) => actual === '250 one more');
    assert.match(differed[0]?.message ?? '', /^Nothing asked for this reply/, name);
    assert.equal(doneOf(events).verdict, 'differed', failureOf(events));
    assert.match(heard, /\r\nQUIT\r\n$/, name);
  }
});

for (const [name, wrong] of [
  ['EHLO', '502 what'],
  ['AUTH', '535 no'],
  ['MAIL', '550 no'],
  ['MAIL', '354 go'],
  ['RCPT', '450 later'],
  ['RCPT', '221 bye'],
  ['DATA', '554 no'],
  ['DATA', '250 ok'],
  ['dot', '554 spam'],
  ['QUIT', '250 ok'],
] as const) {
  test(`wrong code: ${wrong} at ${name}`, async t => {
    const bye: ServerAction[] = [say('250 x'), LINE, say('221 bye')];
    const script = [...stepOf(name).before, say(wrong), LINE, ...bye, STALL];
    const { events, heard } = await faulted(t, script);
    assert.notEqual(doneOf(events).verdict, 'passed');
    const [first] = only(events, 'differed');
    assert.match(first?.message ?? '', new RegExp(`is ${wrong.slice(0, 3)} instead of \\d{3}: `));
    if (name !== 'dot' && name !== 'QUIT') assert.doesNotMatch(heard, /Subject:/);
  });
}
