import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import type { ServerScript } from '../../server/receiver/scripted/scriptedServer.ts';
import type { PlanOptions } from '../../server/replay/plan/plan.ts';
import { planText } from '../support/planText.ts';
import { against, answers, doneOf, failureOf, only, serve } from './support.ts';

const HELLO = 'S: 220 mx\nC: EHLO client\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';
const GREETED = ['220 mx', '250 mx'];

async function run(
  t: TestContext,
  text: string,
  script: ServerScript,
  options: Partial<PlanOptions> = {},
): Promise<{ readonly got: string; readonly events: readonly ReplayEvent[] }> {
  const server = await serve(t, script);
  const events = await against(server, planText(text, options).plan);
  return { got: server.received()[0] ?? '', events };
}

test('any of several codes will do', async t => {
  const text = `${HELLO}# @reply any 25z 4yz\nC: NOOP\nS: 250 ok\n${BYE}`;
  for (const [reply, verdict] of [
    ['251 x', 'passed'],
    ['450 x', 'passed'],
    ['550 x', 'differed'],
  ] as const) {
    const { events } = await run(t, text, answers(...GREETED, reply, '221 bye'));
    assert.equal(doneOf(events).verdict, verdict, failureOf(events));
    const [difference] = only(events, 'differed');
    if (difference) assert.equal(difference.expected, '250 ok (or 25z, 4yz)');
  }
});

test('a pattern is looked for in the whole reply, and gives values', async t => {
  const text = `${HELLO}C: NOOP\n# @reply pattern queued as (?P<id>\\S+)\nS: 250 queued\nC: VRFY {{id}}\nS: 252 ok\n${BYE}`;
  const good = await run(t, text, answers(...GREETED, '250 x queued as 7f', '252 ok', '221 bye'));
  assert.equal(doneOf(good.events).verdict, 'passed', failureOf(good.events));
  assert.match(good.got, /VRFY 7f\r\n/);
  const bad = await run(t, text, answers(...GREETED, '250 rejected', '221 bye'));
  const [difference] = only(bad.events, 'differed');
  assert.equal(difference?.expected, '/queued as (?P<id>\\S+)/');
  assert.match(difference.message, /does not fit the pattern/);
});

test('an optional reply may be missing, between others and at the end', async t => {
  const text = `${HELLO}C: NOOP\n# @reply optional\nS: 250 maybe\nC: RSET\nS: 250 ok\n${BYE}`;
  const with_ = await run(t, text, answers(...GREETED, '250 maybe', '250 ok', '221 bye'));
  assert.equal(doneOf(with_.events).verdict, 'passed', failureOf(with_.events));
  const group = `${HELLO}C: VRFY a\nC: NOOP\n# @reply optional\nS: 252 maybe\nS: 250 ok\n${BYE}`;
  const script: ServerScript = [
    ...answers(...GREETED),
    ...[{ do: 'line' } as const, { do: 'line' } as const],
    { do: 'send', octets: '250 ok\r\n' },
    ...[{ do: 'line' } as const, { do: 'send', octets: '221 bye\r\n' } as const],
  ];
  const without = await run(t, group, script);
  assert.equal(doneOf(without.events).verdict, 'passed', failureOf(without.events));
  assert.equal(doneOf(without.events).skipped, 1);
});

test('an optional reply that stays away is not waited for as long as others', async t => {
  const text = `${HELLO}C: NOOP\n# @reply optional\nS: 250 maybe\n${BYE}`;
  const script: ServerScript = [
    ...answers(...GREETED),
    { do: 'line' },
    { do: 'line' },
    { do: 'send', octets: '221 bye\r\n' },
  ];
  const { events } = await run(t, text, script, { timeoutMs: 60_000 });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.ok(doneOf(events).duration.total < 10_000);
});

test('a reply that nothing asked for is a difference, and replies still fit commands', async t => {
  const text = `${HELLO}C: NOOP\nS: 250 ok\nC: VRFY a\nS: 252 x\n${BYE}`;
  const extra = answers(...GREETED, '250 ok\r\n250 once more', '252 x', '221 bye');
  const { events, got } = await run(t, text, extra);
  assert.equal(got, 'EHLO client\r\nNOOP\r\nVRFY a\r\nQUIT\r\n');
  const done = doneOf(events);
  assert.deepEqual([done.verdict, done.matched, done.differed], ['differed', 5, 1]);
  const [difference] = only(events, 'differed');
  assert.deepEqual([difference?.step, difference?.line], [-1, 6]);
  assert.match(difference?.message ?? '', /^Nothing asked for this reply/);
});

test('more replies than expected at the end are a difference, whoever says QUIT', async t => {
  const said = await run(t, `${HELLO}${BYE}`, answers(...GREETED, '221 bye\r\n250 why'));
  assert.match(only(said.events, 'differed')[0]?.message ?? '', /^Nothing asked/);
  const unsaid = await run(t, HELLO, [...answers('220 mx', '250 mx\r\n250 why'), { do: 'stall' }], {
    timeoutMs: 300,
  });
  assert.equal(doneOf(unsaid.events).verdict, 'differed');
});

test('421 out of the blue ends the run', async t => {
  const text = `${HELLO}C: NOOP\nS: 250 ok\n${BYE}`;
  const { events, got } = await run(t, text, answers('220 mx', '250 mx\r\n421 shutting down'));
  assert.match(failureOf(events), /^closed The server ends the session: 421 shutting down/);
  assert.equal(got, 'EHLO client\r\n');
});

test('stop: after a difference nothing more is sent but QUIT, and due replies are read', async t => {
  const group = `${HELLO}C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nS: 250 1\nS: 250 2\nC: NOOP\nS: 250 ok\n${BYE}`;
  const { events, got } = await run(
    t,
    `# @on-difference stop\n${group}`,
    answers(...GREETED, '550 no', '503 no', '221 bye'),
  );
  assert.equal(got, 'EHLO client\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nQUIT\r\n');
  assert.deepEqual([doneOf(events).verdict, doneOf(events).differed], ['differed', 2]);
  const goesOn = await run(t, group, answers(...GREETED, '550 no', '503 no', '250 ok', '221 bye'));
  assert.match(goesOn.got, /NOOP/);
});

test('stop: a DATA that was accepted meanwhile is not answered with QUIT', async t => {
  const text = `# @on-difference stop\n${HELLO}C: RCPT TO:<c@d>\nC: DATA\nS: 250 2\nS: 354 go\nC: x\nC: .\nS: 250 ok\n${BYE}`;
  const { events, got } = await run(t, text, [
    ...answers(...GREETED, '251 other', '354 go'),
    { do: 'stall' },
  ]);
  assert.equal(got, 'EHLO client\r\nRCPT TO:<c@d>\r\nDATA\r\n');
  assert.equal(doneOf(events).verdict, 'differed');
});

test('the waits of RFC 5321 where they are asked for', () => {
  const plain = planText(`${HELLO}${BYE}`).plan;
  assert.deepEqual([plain.timeoutMs, plain.timeouts], [30_000, undefined]);
  assert.equal(planText(`# @timeout RFC\n${HELLO}${BYE}`, { timeoutMs: 5 }).plan.timeouts, 'rfc');
  assert.equal(planText(`${HELLO}${BYE}`, { timeouts: 'rfc' }).plan.timeouts, 'rfc');
  const both = planText(`# @timeout 2s\n${HELLO}${BYE}`, { timeouts: 'rfc' }).plan;
  assert.deepEqual([both.timeoutMs, both.timeouts], [2000, undefined]);
});
