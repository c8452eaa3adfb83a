import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { nodeIo } from '../../server/replay/io/nodeIo.ts';
import { planText } from '../support/planText.ts';
import { answeringServer } from './answeringIo.ts';
import { against, answers, doneOf, failureOf, only, serve } from './support.ts';

const HELLO = 'S: 220 mx\nC: EHLO client\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';
const GREETED = ['220 mx', '250 mx'];

test('a sleep is told before it begins, and what is before it leaves before', async t => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\n# @sleep 150ms\nC: RCPT TO:<c@d>\nS: 250 1\nS: 250 2\n${BYE}`;
  const server = await serve(t, answers(...GREETED, '250 1', '250 2', '221 bye'));
  const times: [string, number][] = [];
  const options = { target: { host: server.host, port: server.port } };
  const all: ReplayEvent[] = [];
  for await (const event of replay(
    planText(text).plan,
    nodeIo(),
    new AbortController().signal,
    options,
  )) {
    all.push(event);
    if (event.kind === 'waiting') times.push(['waiting', performance.now()]);
    if (event.kind === 'sent') times.push([event.verb, performance.now()]);
  }
  assert.equal(doneOf(all).verdict, 'passed', failureOf(all));
  assert.deepEqual(
    times.map(([what]) => what),
    ['EHLO', 'MAIL', 'waiting', 'RCPT', 'QUIT'],
  );
  const at = (what: string): number => times.find(([name]) => name === what)?.[1] ?? 0;
  assert.ok(at('RCPT') - at('waiting') >= 140, 'it waited');
  assert.deepEqual(
    only(all, 'waiting').map(({ step, line, ms, why }) => [step, line, ms, why]),
    [[4, 6, 150, 'sleep']],
  );
});

test('recorded timing is told as such', async t => {
  const text = `# 10:00:00\nS: 220 mx\n# 10:00:10\nC: EHLO a\nS: 250 mx\n${BYE}`;
  const server = await serve(t, answers(...GREETED, '221 bye'));
  const events = await against(server, planText(text, { speed: 1000 }).plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.deepEqual(
    only(events, 'waiting').map(({ ms, why }) => [ms, why]),
    [[10, 'timing']],
  );
});

test('cancelling ends a sleep at once, and nothing more is sent', async t => {
  const text = `${HELLO}# @sleep 60m\nC: NOOP\nS: 250 x\n${BYE}`;
  const server = await serve(t, [...answers(...GREETED), { do: 'stall' }]);
  const abort = new AbortController();
  setTimeout(() => {
    abort.abort();
  }, 50);
  const began = performance.now();
  const events = await against(server, planText(text).plan, { signal: abort.signal });
  assert.match(failureOf(events), /^cancelled /);
  assert.ok(performance.now() - began < 5000);
  assert.equal(server.received()[0], 'EHLO client\r\n');
});

test('leaving the loop while it sleeps drops the connection', async t => {
  const text = `${HELLO}# @sleep 200ms\nC: NOOP\nS: 250 x\n${BYE}`;
  const server = await serve(t, [...answers(...GREETED), { do: 'stall' }]);
  const options = { target: { host: server.host, port: server.port } };
  const { signal } = new AbortController();
  for await (const event of replay(planText(text).plan, nodeIo(), signal, options)) {
    if (event.kind === 'waiting') break;
  }
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.equal(server.received()[0], 'EHLO client\r\n');
});

test('leaving while somebody waits for the end of a pause leaves no timer behind', async () => {
  const { plan } = planText(`${HELLO}# @sleep 60m\nC: NOOP\nS: 250 x\n${BYE}`);
  const { io } = answeringServer(plan);
  const { signal } = new AbortController();
  const timers = (): number =>
    process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
  const before = timers();
  const run = replay(plan, io, signal, { target: { host: '127.0.0.1', port: 25 } });
  let event = await run.next();
  while (event.done !== true && event.value.kind !== 'waiting') event = await run.next();
  const waiting = run.next();
  await new Promise(resolve => setTimeout(resolve, 10));
  assert.ok(timers() > before);
  await run.return();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  await new Promise(resolve => setImmediate(resolve));
  assert.ok(timers() <= before, process.getActiveResourcesInfo().join());
});
