import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayEvent, ReplayPlan, Target } from '../../server/protocol/replay.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { nodeIo } from '../../server/replay/io/nodeIo.ts';
import { replayHosts } from '../../server/replay/resolve/replayHosts.ts';
import { serveDns } from './dnsServer.ts';
import { collect, doneOf, failureOf, only, opening, serve } from './support.ts';

const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });
const LINE: ServerAction = { do: 'line' };
const GOOD = [say('220 hi'), LINE, say('250 ok'), LINE, say('221 bye')];
const planned = (): ReplayPlan => opening().send('QUIT').reply(221).plan({ timeoutMs: 100 });

const run = (
  targets: readonly Target[],
  more: { readonly signal?: AbortSignal; readonly plan?: ReplayPlan } = {},
): Promise<readonly ReplayEvent[]> => {
  const { signal = new AbortController().signal, plan = planned() } = more;
  return collect(replayHosts(plan, { targets, ioFor: () => nodeIo(), signal }));
};

/** A target at which a scripted server waits. */
async function host(t: TestContext, script: readonly ServerAction[]): Promise<Target> {
  const { host, port } = await serve(t, script);
  return { host, port };
}

async function nobody(t: TestContext): Promise<Target> {
  const server = await serve(t, []);
  await server.close();
  return { host: server.host, port: server.port };
}

test('the first host that takes the session gets it, the others are not bothered', async t => {
  const second = await serve(t, GOOD);
  const events = await run([await host(t, GOOD), second]);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.deepEqual(only(events, 'next-host'), []);
  assert.deepEqual(second.received(), []);
});

test('a host that cannot be used gives way to the next, and says why', async t => {
  const cases: readonly (readonly [Target, RegExp])[] = [
    [await nobody(t), /^127\.0\.0\.1:\d+: nothing listens there/],
    [{ host: 'nowhere.invalid', port: 25 }, /^nowhere\.invalid: .*Check/],
    [await host(t, [{ do: 'stall' }]), /^127\.0\.0\.1:\d+: .*did not greet within 0\.1 s/],
    [await host(t, []), /^127\.0\.0\.1:\d+: The server closed .* before the greeting/],
    [await host(t, [{ do: 'reset' }]), /^127\.0\.0\.1:\d+: .*reset/],
    [await host(t, [say('421 too busy')]), /does not want this session: 421 too busy/],
    [await host(t, [say('450 later'), LINE, say('221 bye')]), /: 450 later/],
    [await host(t, [say('554 no'), LINE, say('221 bye')]), /: 554 no/],
  ];
  const good = await host(t, GOOD);
  const events = await run([...cases.map(([target]) => target), good]);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.deepEqual([only(events, 'failed'), only(events, 'differed')], [[], []]);
  const moves = only(events, 'next-host');
  assert.equal(moves.length, cases.length);
  for (const [at, [, message]] of cases.entries()) {
    assert.match(moves[at]?.message ?? '', message);
    const next = cases[at + 1]?.[0] ?? good;
    assert.deepEqual([moves[at]?.host, moves[at]?.port], [next.host, next.port]);
  }
});

test('the times go on from one host to the next', async t => {
  const events = await run([await host(t, [{ do: 'stall' }]), await host(t, GOOD)]);
  const times = events.map(event => event.at);
  assert.deepEqual(
    times,
    [...times].sort((one, other) => one - other),
  );
  assert.ok(doneOf(events).duration.total >= 100, String(doneOf(events).duration.total));
});

test('the last host has nobody to give way to', async t => {
  const events = await run([await nobody(t), await nobody(t)]);
  assert.match(failureOf(events), /^refused /);
  assert.equal(only(events, 'next-host').length, 1);
  const refused = await run([await nobody(t), await host(t, [say('554 no'), LINE])]);
  assert.equal(doneOf(refused).verdict, 'differed');
  assert.equal(only(refused, 'differed').length, 1);
});

test('once something was sent, or what came is a result, no other host is asked', async t => {
  const scripts: readonly (readonly [readonly ServerAction[], string])[] = [
    [[say('220 hi'), LINE, { do: 'close' }], 'failed'],
    [[say('220 hi'), LINE, say('421 closing')], 'failed'],
    [[say('220 hi'), LINE, say('550 no'), LINE, say('221 bye')], 'differed'],
    [[say('SSH-2.0-x')], 'failed'],
  ];
  for (const [script, verdict] of scripts) {
    const second = await serve(t, GOOD);
    const events = await run([await host(t, script), second]);
    assert.equal(doneOf(events).verdict, verdict, failureOf(events));
    assert.deepEqual(only(events, 'next-host'), []);
    assert.deepEqual(second.received(), []);
  }
});

test('a refusal that the transcript shows is the result', async t => {
  const { plan } = { plan: opening().plan({ timeoutMs: 100 }) };
  const [greeting, ...rest] = plan.steps;
  assert.ok(greeting?.kind === 'expect');
  const steps = [{ ...greeting, recorded: { code: 554, lines: ['no'] } }, ...rest];
  const second = await serve(t, GOOD);
  const first = await host(t, [say('554 no'), LINE, say('221 bye')]);
  const events = await run([first, second], { plan: { ...plan, steps } });
  assert.deepEqual(only(events, 'next-host'), []);
  assert.deepEqual(second.received(), []);
});

test('cancelling ends it at whatever host, and without hosts there is nothing to do', async t => {
  const second = await serve(t, GOOD);
  const signal = AbortSignal.timeout(30);
  const targets = [await host(t, [{ do: 'stall' }]), second];
  const plan = opening().plan({ timeoutMs: 60_000 });
  const events = await run(targets, { signal, plan });
  assert.match(failureOf(events), /^cancelled /);
  assert.equal(doneOf(events).verdict, 'failed');
  assert.deepEqual(second.received(), []);
  const none = await run([]);
  assert.match(failureOf(none), /^dns There is no host to connect to/);
  assert.equal(doneOf(none).verdict, 'failed');
});

test('a server text with control sequences stays harmless on the way to the next host', async t => {
  const evil = await host(t, [say('554 \u001b[2J\u202eevil'), LINE]);
  const [move] = only(await run([evil, await host(t, GOOD)]), 'next-host');
  assert.match(move?.message ?? '', /554 \\x1b\[2J/);
  assert.doesNotMatch(move?.message ?? '', /\p{Cc}|\p{Cf}/u);
});

test('every address of a host is tried, found by the DNS servers that are given', async t => {
  const { port } = await serve(t, GOOD);
  const dns = await serveDns(t, {
    'AAAA mx.test': ['::1'],
    'A mx.test': ['127.0.0.2', '127.0.0.1'],
  });
  const io = nodeIo({ dnsServers: [dns.address] });
  const opened = await io.connect({ host: 'mx.test', port });
  assert.equal(opened.kind === 'opened' && opened.address, '127.0.0.1');
  io.destroy();
  assert.deepEqual([...dns.asked].sort(), ['A mx.test', 'AAAA mx.test']);
});

test('where no address answers, the message names each', async t => {
  const { port } = await nobody(t);
  const dns = await serveDns(t, { 'A mx.test': ['127.0.0.2', '127.0.0.1'] });
  const io = nodeIo({ dnsServers: [dns.address] });
  const failed = await io.connect({ host: 'mx.test', port });
  assert.match(
    failed.kind === 'failed' ? failed.message : '',
    /^mx\.test:\d+ \(127\.0\.0\.2\): nothing listens there.* mx\.test:\d+ \(127\.0\.0\.1\): nothing/,
  );
  assert.equal(failed.kind === 'failed' && failed.reason, 'refused');
});

test('without consent, a name that leads elsewhere meanwhile is dropped unconnected', async t => {
  const server = await serve(t, GOOD);
  let lookups = 0;
  const rebinding = async (): Promise<{ kind: 'addresses'; addresses: string[] }> => {
    lookups += 1;
    await Promise.resolve();
    const addresses = lookups === 1 ? ['127.0.0.1'] : ['127.0.0.1', '192.0.2.1'];
    return { kind: 'addresses', addresses };
  };
  const options = { loopbackOnly: true, findAddresses: rebinding };
  const target = { host: 'localhost', port: server.port };
  const first = nodeIo(options);
  assert.equal((await first.connect(target)).kind, 'opened');
  first.destroy();
  const second = await nodeIo(options).connect(target);
  assert.match(second.kind === 'failed' ? second.message : '', /not this machine: consent/);
  assert.equal(server.received().length, 1);
});
