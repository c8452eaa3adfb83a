import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { EngineProcess } from '../../client/engineClient/engineProcess.ts';
import type { ReceiverState, RunTarget } from '../../server/protocol/engine.ts';
import type { ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';
import { programOf } from '../support/programs.ts';
import { opening, ordinary, Script, serve } from '../replay/support.ts';

const MODULE = programOf('engine');

interface Started {
  readonly engine: EngineProcess;
  readonly states: ReceiverState[];
  readonly log: string[];
  readonly storage: string;
  readonly receiver: RunTarget;
}

function start(t: TestContext): Started {
  const storage = mkdtempSync(join(tmpdir(), 'smtp-engine-'));
  const states: ReceiverState[] = [];
  const log: string[] = [];
  const engine = new EngineProcess(MODULE, {
    log: line => log.push(line),
    receiver: state => states.push(state),
  });
  t.after(() => {
    engine.dispose();
    rmSync(storage, { recursive: true, force: true });
  });
  const profile = { storage, domains: [], users: [] };
  return { engine, states, log, storage, receiver: { kind: 'receiver', profile } };
}

async function run(
  engine: EngineProcess,
  plan: ReplayPlan,
  target: RunTarget,
): Promise<{ events: readonly ReplayEvent[]; end: unknown }> {
  const events: ReplayEvent[] = [];
  const signal = new AbortController().signal;
  const end = await engine.replay({ plan, target }, { onEvent: e => events.push(e), signal });
  return { events, end };
}

/** A session that the receiver's default users make pass. */
function toBob(): Script {
  return opening()
    .send('MAIL FROM:<alice@example.org>')
    .reply(250)
    .send('RCPT TO:<bob@example.net>')
    .reply(250)
    .send('DATA')
    .reply(354)
    .content('From: Alice <alice@example.org>\r\nSubject: Lunch\r\n\r\nAt noon?\r\n.')
    .reply(250)
    .send('QUIT')
    .reply(221);
}

test('replays against the embedded receiver and lists what was stored', async t => {
  const { engine, states, storage, receiver } = start(t);
  const { events, end } = await run(engine, toBob().plan(), receiver);
  assert.deepEqual(end, { kind: 'ended', verdict: 'passed' });
  assert.equal(events[0]?.kind, 'opened');
  const sent = events.find(event => event.kind === 'sent' && event.purpose === 'content');
  assert.ok(sent?.kind === 'sent');
  assert.deepEqual(sent.lines.slice(0, 2), ['From: Alice <alice@example.org>', 'Subject: Lunch']);
  assert.equal(events.at(-1)?.kind, 'done');
  assert.equal(states.length, 1);
  assert.equal(states[0]?.host, '127.0.0.1');
  assert.deepEqual(await engine.request('mailboxes', { storage }), [{ user: 'bob', messages: 1 }]);
  const [message] = await engine.request('messages', { storage, user: 'bob' });
  assert.equal(message?.subject, 'Lunch');
  const { id } = message;
  const read = await engine.request('readMessage', { storage, user: 'bob', id, limit: 12 });
  assert.deepEqual(read, { octets: new TextEncoder().encode('Return-Path:'), cut: true });
});

test('the receiver stays between runs, and stops when told', async t => {
  const { engine, states, receiver } = start(t);
  await run(engine, toBob().plan(), receiver);
  await run(engine, toBob().plan(), receiver);
  assert.equal(states.length, 1);
  assert.equal(await engine.request('stopReceiver', null), null);
  assert.equal(states.at(-1), null);
});

test('features that a session does without are off for its run only', async t => {
  const { engine, states, receiver } = start(t);
  const fallBack = new Script()
    .reply(220)
    .send('EHLO client.example')
    .reply(502)
    .send('HELO client.example')
    .reply(250)
    .send('QUIT')
    .reply(221);
  const off = await run(engine, fallBack.plan({ receiverDisable: ['EHLO'] }), receiver);
  assert.deepEqual(off.end, { kind: 'ended', verdict: 'passed' });
  assert.deepEqual(states, []);
  const on = await run(engine, fallBack.plan(), receiver);
  assert.deepEqual(on.end, { kind: 'ended', verdict: 'differed' });
});

test('trusts the certificate of its own receiver, by STARTTLS and from the first octet', async t => {
  const { engine, receiver } = start(t);
  const upgrade = opening()
    .send('STARTTLS')
    .reply(220)
    .tls()
    .send('EHLO client.example')
    .reply(250)
    .send('QUIT')
    .reply(221);
  for (const plan of [upgrade.plan(), toBob().plan({ implicitTls: true })]) {
    const { events, end } = await run(engine, plan, receiver);
    assert.deepEqual(end, { kind: 'ended', verdict: 'passed' });
    const secured = events.find(event => event.kind === 'secured');
    assert.ok(secured?.kind === 'secured' && secured.authorized);
  }
});

test('refuses a target that is not this machine without a consent for exactly it', async t => {
  const { engine } = start(t);
  const target = { host: '192.0.2.1', port: 25 };
  for (const consent of [null, { host: '192.0.2.1', port: 26 }, { host: '192.0.2.2', port: 25 }]) {
    const { events, end } = await run(engine, ordinary().plan(), {
      kind: 'server',
      target,
      consent,
    });
    assert.deepEqual(events, []);
    assert.deepEqual(end, {
      kind: 'refused',
      message: '192.0.2.1 port 25 is not this machine, and no consent was given to connect to it.',
    });
  }
  assert.equal(await engine.request('needsConsent', { host: 'mx.example.net' }), true);
  assert.equal(await engine.request('needsConsent', { host: '::1' }), false);
});

test('a loopback server needs none, and a difference is an event', async t => {
  const { engine } = start(t);
  const server = await serve(t, [
    { do: 'send', octets: '220 hi\r\n' },
    { do: 'line' },
    { do: 'send', octets: '502 no\r\n' },
    { do: 'stall' },
  ]);
  const plan = new Script().reply(220).send('NOOP').reply(250).close().plan();
  const target = { host: server.host, port: server.port };
  const { events, end } = await run(engine, plan, { kind: 'server', target, consent: null });
  assert.deepEqual(end, { kind: 'ended', verdict: 'differed' });
  assert.equal(events.find(event => event.kind === 'differed')?.line, 3);
});

test('goes to the next host where one cannot be used, and refuses all where one has no consent', async t => {
  const { engine } = start(t);
  const busy = await serve(t, [{ do: 'send', octets: '421 busy\r\n' }, { do: 'close' }]);
  const idle = await serve(t, [
    { do: 'send', octets: '220 hi\r\n' },
    { do: 'line' },
    { do: 'send', octets: '221 bye\r\n' },
    { do: 'close' },
  ]);
  const targets = [busy, idle].map(({ host, port }) => ({ host, port }));
  const plan = new Script().reply(220).send('QUIT').reply(221).plan();
  const { events, end } = await run(engine, plan, { kind: 'hosts', targets, consents: [] });
  assert.deepEqual(end, { kind: 'ended', verdict: 'passed' });
  const next = events.find(event => event.kind === 'next-host');
  assert.ok(next?.kind === 'next-host');
  assert.equal(next.port, idle.port);
  const far = { host: '192.0.2.1', port: 25 };
  const refused = await run(engine, plan, {
    kind: 'hosts',
    targets: [...targets, far],
    consents: [{ host: '192.0.2.1', port: 26 }],
  });
  assert.deepEqual(refused.events, []);
  assert.match(JSON.stringify(refused.end), /192\.0\.2\.1 port 25 is not this machine/);
});

test('a cancelled run ends at once and says so', { timeout: 10_000 }, async t => {
  const { engine } = start(t);
  const server = await serve(t, [{ do: 'stall' }]);
  const abort = new AbortController();
  const events: ReplayEvent[] = [];
  const target = { host: server.host, port: server.port };
  const end = await engine.replay(
    {
      plan: opening().plan({ timeoutMs: 60_000 }),
      target: { kind: 'server', target, consent: null },
    },
    {
      signal: abort.signal,
      onEvent: event => {
        events.push(event);
        if (event.kind === 'opened') abort.abort();
      },
    },
  );
  assert.deepEqual(end, { kind: 'ended', verdict: 'failed' });
  const failed = events.find(event => event.kind === 'failed');
  assert.ok(failed?.kind === 'failed');
  assert.equal(failed.reason, 'cancelled');
});

test('several runs at a time keep their events apart', async t => {
  const { engine, receiver } = start(t);
  const plans = [toBob().plan(), toBob().plan(), toBob().plan()];
  const all = await Promise.all(plans.map(plan => run(engine, plan, receiver)));
  for (const { events } of all) {
    assert.equal(events.filter(event => event.kind === 'done').length, 1);
    assert.equal(events.filter(event => event.kind === 'opened').length, 1);
  }
});

test('a look-up that cannot work answers in words', async t => {
  const { engine } = start(t);
  const answer = await engine.request('mailHosts', { recipient: 'bob@' });
  assert.ok(answer.kind === 'none');
  assert.match(answer.message, /no domain/);
  const literal = await engine.request('mailHosts', { recipient: 'bob@[192.0.2.7]' });
  assert.ok(literal.kind === 'hosts');
  assert.deepEqual(literal.hosts, [{ host: '192.0.2.7', preference: 0 }]);
});

test('an engine that dies is reported, and the next request starts a new one', async t => {
  const { engine, states, receiver } = start(t);
  await run(engine, toBob().plan(), receiver);
  const server = await serve(t, [{ do: 'stall' }]);
  const first = engine.pid;
  assert.ok(first !== undefined);
  const target = { host: server.host, port: server.port };
  const dying = run(engine, opening().plan(), { kind: 'server', target, consent: null });
  process.kill(first, 'SIGKILL');
  await assert.rejects(dying, /ended unexpectedly \(SIGKILL\). The next run starts a new one/);
  assert.equal(states.at(-1), null);
  const { end } = await run(engine, toBob().plan(), receiver);
  assert.deepEqual(end, { kind: 'ended', verdict: 'passed' });
  assert.notEqual(engine.pid, first);
});

test('a receiver that cannot start is an error in words, and can be tried again', async t => {
  const { engine, storage } = start(t);
  const bad = { storage: join(storage, 'x'.repeat(300)), domains: [], users: [] };
  await assert.rejects(engine.request('startReceiver', bad), /ENAMETOOLONG|name too long/);
  const state = await engine.request('startReceiver', { storage, domains: [], users: ['x:y'] });
  assert.ok(state !== null && state.port > 0);
});

test('ends with its parent, and frees the port', { timeout: 10_000 }, async t => {
  const { engine, storage } = start(t);
  const state = await engine.request('startReceiver', { storage, domains: [], users: [] });
  assert.ok(state);
  engine.dispose();
  for (;;) {
    const server = createServer();
    const listening = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(state.port, '127.0.0.1');
    const free = await listening;
    server.close();
    if (free) break;
    await new Promise(done => setTimeout(done, 20));
  }
  await assert.rejects(engine.request('needsConsent', { host: 'x' }), /being stopped/);
});
