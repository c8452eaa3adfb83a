import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../support/planText.ts';
import { against, answers, doneOf, failureOf, only, serve } from './support.ts';

const HELLO = 'S: 220 mx\nC: EHLO client\nS: 250 mx\n';
const MAIL = 'C: MAIL FROM:<a@b>\nS: 250 ok\n';
const RCPT = 'C: RCPT TO:<c@d>\nS: 250 ok\n';
const BYE = 'C: QUIT\nS: 221 bye\n';
const GREETED = ['220 mx', '250 mx'];

test('a greylisted recipient is tried again until it is accepted', async t => {
  const text = `${HELLO}${MAIL}# @retry 3 every 20ms\n${RCPT}${BYE}`;
  const server = await serve(
    t,
    answers(...GREETED, '250 ok', '450 4.7.1 greylisted', '451 4.7.1 still', '250 ok', '221 bye'),
  );
  const events = await against(server, planText(text).plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(
    server.received()[0],
    `EHLO client\r\nMAIL FROM:<a@b>\r\n${'RCPT TO:<c@d>\r\n'.repeat(3)}QUIT\r\n`,
  );
  assert.deepEqual(
    only(events, 'waiting').map(({ line, ms, why }) => [line, ms, why]),
    [
      [7, 20, 'retry'],
      [7, 20, 'retry'],
    ],
  );
  const done = doneOf(events);
  assert.deepEqual([done.matched, done.differed, done.sent, done.skipped], [5, 0, 6, 0]);
});

test('after the last try the refusal is a difference', async t => {
  const text = `${HELLO}${MAIL}# @retry 1 every 5ms\n${RCPT}${BYE}`;
  const server = await serve(t, answers(...GREETED, '250 ok', '450 no', '450 no', '221 bye'));
  const events = await against(server, planText(text).plan);
  assert.equal(doneOf(events).verdict, 'differed');
  assert.deepEqual(
    only(events, 'differed').map(({ line, actual }) => [line, actual]),
    [[8, '450 no']],
  );
});

test('a refusal for good, one as recorded, and 421 are not tried again', async t => {
  const text = `${HELLO}# @retry 5 every 1m\nC: NOOP\nS: 450 as ever\n# @retry 5 every 1m\nC: VRFY a\nS: 250 ok\n# @retry 5 every 1m\nC: HELP\nS: 214 help\n${BYE}`;
  const server = await serve(t, answers(...GREETED, '450 no', '550 no', '421 enough'));
  const events = await against(server, planText(text).plan);
  assert.deepEqual(only(events, 'waiting'), []);
  assert.match(failureOf(events), /^closed The server ends the session: 421 enough/);
});

test('a run may try everything again', async t => {
  const text = `${HELLO}${MAIL}${BYE}`;
  const server = await serve(
    t,
    answers('220 mx', '451 later', '250 mx', '452 later', '250 ok', '221 bye'),
  );
  const { plan } = planText(text, { retry: { times: 2, delayMs: 5 } });
  const events = await against(server, plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
});

test('cancelling ends the wait at once', async t => {
  const text = `${HELLO}# @retry 1 every 1h\n${MAIL}${BYE}`.replace('1h', '60m');
  const server = await serve(t, [...answers(...GREETED, '450 no'), { do: 'stall' }]);
  const abort = new AbortController();
  setTimeout(() => {
    abort.abort();
  }, 50);
  const began = performance.now();
  const events = await against(server, planText(text).plan, { signal: abort.signal });
  assert.match(failureOf(events), /^cancelled /);
  assert.ok(performance.now() - began < 5000);
  assert.equal(only(events, 'waiting')[0]?.ms, 3_600_000);
});
