import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryOf } from '../../server/replay/summary.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { Script, against, doneOf, failureOf, only, opening, ordinary, serve } from './support.ts';

const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });
const LINE: ServerAction = { do: 'line' };
const HELLO = [say('220 hi'), LINE, say('250 ok')];
const ENVELOPE = [...HELLO, LINE, say('250 ok'), LINE, say('250 ok'), LINE];
const BYE = [LINE, say('221 bye')];

test('a session as recorded passes', async t => {
  const server = await serve(t, [
    ...ENVELOPE,
    say('354 go'),
    { do: 'content' },
    say('250 queued'),
    ...BYE,
  ]);
  const events = await against(server, ordinary().plan());
  const done = doneOf(events);
  assert.equal(done.verdict, 'passed');
  assert.deepEqual(
    [done.matched, done.differed, done.sent, done.received, done.skipped],
    [7, 0, 6, 7, 0],
  );
  assert.equal(events[0]?.kind, 'opened');
  assert.match(
    server.received()[0] ?? '',
    /^EHLO .*DATA\r\nSubject: x\r\n\r\nhello\r\n\.\r\nQUIT\r\n$/s,
  );
  const summary = summaryOf(events);
  assert.deepEqual(
    [summary.verdict, summary.matched, summary.sent, summary.received, summary.complete],
    ['passed', 7, 6, 7, true],
  );
});

test('another code is a difference, and the session goes on', async t => {
  const server = await serve(t, [
    ...HELLO,
    LINE,
    say('250 ok'),
    LINE,
    say('550-5.1.1 no such user'),
    say('550 5.1.1 here'),
    ...BYE,
  ]);
  const plan = opening()
    .send('MAIL FROM:<a@example.org>')
    .reply(250)
    .send('RCPT TO:<b@example.net>')
    .reply(250, 'accepted')
    .send('QUIT')
    .reply(221)
    .plan();
  const events = await against(server, plan);
  const [difference] = only(events, 'differed');
  assert.equal(doneOf(events).verdict, 'differed');
  assert.equal(difference?.line, 7);
  assert.equal(difference.expected, '250 accepted');
  assert.equal(difference.actual, '550-5.1.1 no such user');
  assert.match(difference.message, /RCPT is 550 instead of 250: .*refuses RCPT for good/);
  assert.deepEqual(only(events, 'received').find(event => event.code === 550)?.lines, [
    '550-5.1.1 no such user',
    '550 5.1.1 here',
  ]);
});

test('after a refused DATA no content leaves, and RSET clears the way to the next MAIL', async t => {
  const server = await serve(t, [
    ...ENVELOPE,
    say('451 later'),
    LINE,
    say('250 reset'),
    LINE,
    say('250 ok'),
    ...BYE,
  ]);
  const script = ordinary();
  const steps = script.steps.slice(0, -2);
  script.steps.length = 0;
  script.steps.push(...steps);
  const plan = script.send('MAIL FROM:<c@example.org>').reply(250).send('QUIT').reply(221).plan();
  const events = await against(server, plan);
  const done = doneOf(events);
  assert.deepEqual([done.verdict, done.differed, done.skipped], ['differed', 1, 2]);
  assert.match(only(events, 'differed')[0]?.message ?? '', /content is not sent/);
  assert.match(
    server.received()[0] ?? '',
    /DATA\r\nRSET\r\nMAIL FROM:<c@example\.org>\r\nQUIT\r\n$/,
  );
  const own = only(events, 'sent').filter(event => event.step === -1);
  assert.deepEqual(
    own.map(event => event.verb),
    ['RSET'],
  );
});

test('content is not sent when the transcript does not show the 354 and none comes', async t => {
  const server = await serve(t, [...HELLO, LINE, say('503 no'), ...BYE]);
  const plan = opening().send('DATA').reply(null).content().reply(250).plan();
  const events = await against(server, plan);
  assert.equal(doneOf(events).verdict, 'differed');
  assert.equal(server.received()[0], 'EHLO client.example\r\nDATA\r\nQUIT\r\n');
});

test('content that was recorded behind a refusal goes into the message after a 354', async t => {
  const server = await serve(t, [...ENVELOPE, say('354 go'), { do: 'content' }, say('250 ok')]);
  const plan = opening()
    .send('MAIL FROM:<a@example.org>')
    .reply(250)
    .send('RCPT TO:<b@example.net>');
  plan.reply(250).send('DATA').reply(503, 'no').content().reply(500, 'what?').close();
  const { steps } = plan;
  const content = steps.findIndex(step => step.kind === 'send' && step.purpose === 'content');
  const step = steps[content];
  assert.equal(step?.kind, 'send');
  steps[content] = { ...step, requires: null };
  const events = await against(server, plan.plan());
  assert.match(server.received()[0] ?? '', /hello/);
  const [first] = only(events, 'differed');
  assert.match(first?.message ?? '', /^The reply to DATA is 354 .* waits for more after DATA\.$/);
});

test('an unexpected 354 closes the connection, so that nothing is delivered', async t => {
  const server = await serve(t, [...HELLO, LINE, say('354 go'), { do: 'stall' }]);
  const plan = opening().send('DATA').reply(503).send('MAIL FROM:<>').reply(250).plan();
  const events = await against(server, plan);
  assert.deepEqual([doneOf(events).verdict, doneOf(events).skipped], ['differed', 2]);
  assert.match(only(events, 'differed')[0]?.message ?? '', /nothing is delivered/);
  assert.equal(server.received()[0], 'EHLO client.example\r\nDATA\r\n');
});

test('commands pipelined behind a DATA that is unexpectedly accepted do not hang the run', async t => {
  const server = await serve(t, [...HELLO, LINE, say('354 go'), { do: 'stall' }]);
  const plan = opening().send('DATA').send('QUIT').reply(503, '', 2).reply(221).plan();
  assert.equal(doneOf(await against(server, plan)).verdict, 'differed');
});

test('a pipelined group leaves in one go and its replies are paired in order', async t => {
  // The server answers nothing until it has all three lines.
  const server = await serve(t, [
    ...HELLO,
    LINE,
    LINE,
    LINE,
    { do: 'send', octets: '250 one\r\n550 two\r\n354 three\r\n' },
    { do: 'content' },
    say('250 queued'),
    ...BYE,
  ]);
  const plan = opening()
    .send('MAIL FROM:<a@example.org>')
    .send('RCPT TO:<b@example.net>')
    .send('DATA')
    .reply(250, '', 3)
    .reply(550, '', 2)
    .reply(354)
    .content()
    .reply(250)
    .send('QUIT')
    .reply(221)
    .plan();
  const events = await against(server, plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
});

test('content that the transcript shows before the 354 waits for it', async t => {
  const server = await serve(t, [...HELLO, LINE, say('451 no'), LINE, say('221 bye')]);
  const script = opening().send('DATA');
  const gate = script.steps.length + 1;
  script.send('x\r\n.', { purpose: 'content', verb: 'DATA', requires: gate });
  script.reply(354, '', 2).reply(250, '', 1);
  const events = await against(server, script.plan());
  assert.equal(doneOf(events).verdict, 'differed');
  assert.equal(server.received()[0], 'EHLO client.example\r\nDATA\r\nQUIT\r\n');
});

test('a refused AUTH sends no response, a surprising 334 is cancelled', async t => {
  const server = await serve(t, [
    ...HELLO,
    LINE,
    say('535 no'),
    LINE,
    say('334 more?'),
    LINE,
    say('501 cancelled'),
    ...BYE,
  ]);
  const plan = opening()
    .send('AUTH LOGIN')
    .reply(334)
    .response('dXNlcg==')
    .reply(334)
    .response('cGFzc3dvcmQ=')
    .reply(235)
    .send('AUTH PLAIN AHVzZXIAcGFzc3dvcmQ=')
    .reply(235)
    .send('QUIT')
    .reply(221)
    .plan();
  const events = await against(server, plan);
  const done = doneOf(events);
  assert.deepEqual([done.verdict, done.differed, done.skipped], ['differed', 2, 4]);
  assert.equal(
    server.received()[0],
    'EHLO client.example\r\nAUTH LOGIN\r\nAUTH PLAIN AHVzZXIAcGFzc3dvcmQ=\r\n*\r\nQUIT\r\n',
  );
});

test('a server that does not want this client is left politely', async t => {
  const server = await serve(t, [say('554 go away'), ...BYE]);
  const events = await against(server, ordinary().plan());
  assert.deepEqual([doneOf(events).verdict, doneOf(events).skipped], ['differed', 12]);
  assert.equal(server.received()[0], 'QUIT\r\n');
});

test('421 ends the run wherever it comes, unless it was recorded', async t => {
  for (let before = 0; before < 5; before += 1) {
    const good = [
      say('220 hi'),
      LINE,
      say('250 ok'),
      LINE,
      say('250 ok'),
      LINE,
      say('250 ok'),
      LINE,
    ];
    const server = await serve(t, [...good.slice(0, before * 2), say('421 4.3.2 shutting down')]);
    const events = await against(server, ordinary().plan());
    assert.equal(doneOf(events).verdict, 'failed');
    assert.match(failureOf(events), /^closed .*421 4\.3\.2 shutting down$/);
    assert.doesNotMatch(server.received()[0] ?? '', /QUIT/);
  }
  const server = await serve(t, [say('421 busy'), { do: 'close' }]);
  const events = await against(server, new Script().reply(421).plan());
  assert.equal(doneOf(events).verdict, 'passed');
});

test('a recorded close closes, and a missing 221 is a difference only where one was recorded', async t => {
  const server = await serve(t, [...HELLO, { do: 'stall' }]);
  const closing = await against(server, opening().close().plan());
  assert.equal(doneOf(closing).verdict, 'passed');
  assert.equal(server.received()[0], 'EHLO client.example\r\n');
  const curt = await serve(t, [...HELLO, LINE, { do: 'close' }]);
  const shown = await against(curt, opening().send('QUIT').reply(221).plan());
  assert.equal(doneOf(shown).verdict, 'differed');
  const unshown = await against(curt, opening().send('QUIT').reply(null).plan());
  assert.equal(doneOf(unshown).verdict, 'passed');
});

test('a plan with octets that the transcript does not hold never connects', async t => {
  const server = await serve(t, HELLO);
  const plan = opening().send('AUTH PLAIN ****', { missing: 'the password is masked' }).plan();
  const events = await against(server, plan);
  assert.match(failureOf(events), /^unsendable .*the password is masked/);
  assert.deepEqual(server.received(), []);
});

test('policies: class, enhanced code, text without regard to order', async t => {
  const reply = '250-host\r\n250-SIZE 1\r\n250 HELP\r\n';
  const messages: string[] = [];
  const judge = async (policy: 'class' | 'enhanced' | 'exact', code: number, lines: string[]) => {
    const octets = policy === 'exact' ? reply : '250 2.1.5 fine\r\n';
    const server = await serve(t, [say('220 hi'), LINE, { do: 'send', octets }, ...BYE]);
    const script = opening();
    const last = script.steps[2];
    assert.equal(last?.kind, 'expect');
    script.steps[2] = { ...last, policy, recorded: { code, lines } };
    const events = await against(server, script.plan());
    messages.push(...only(events, 'differed').map(({ message }) => message));
    return doneOf(events).verdict;
  };
  assert.equal(await judge('class', 251, ['x']), 'passed');
  assert.equal(await judge('class', 450, ['x']), 'differed');
  assert.equal(await judge('enhanced', 250, ['2.1.5 other words']), 'passed');
  assert.equal(await judge('enhanced', 250, ['2.1.0 fine']), 'differed');
  assert.equal(await judge('exact', 250, ['host', 'HELP', 'SIZE  1']), 'passed');
  assert.equal(await judge('exact', 250, ['host', 'DSN', 'SIZE 1']), 'differed');
  assert.deepEqual(messages.slice(1), [
    'The reply to EHLO is 250 as recorded, but the enhanced status code is another.',
    'The reply to EHLO is 250 as recorded, but the list of what the server offers is another.',
  ]);
});

test('a chunk leaves only where the live server offers CHUNKING', async t => {
  const chunks = (): Script =>
    opening()
      .send('BDAT 12')
      .send('RCPT TO:<x>', { purpose: 'chunk', verb: 'BDAT' })
      .reply(250)
      .send('BDAT 0 LAST')
      .reply(250)
      .send('QUIT')
      .reply(221);
  const without = await serve(t, [...HELLO, ...BYE]);
  const events = await against(without, chunks().plan());
  assert.equal(doneOf(events).verdict, 'differed');
  assert.equal(without.received()[0], 'EHLO client.example\r\nQUIT\r\n');
  const told = only(events, 'differed').map(({ line, message }) => `${String(line)} ${message}`);
  assert.match(told.join('|'), /^4 .*does not offer CHUNKING[^|]*$/);
  const [greeting, line] = HELLO;
  assert.ok(greeting && line);
  const hello = [greeting, line, say('250-mx'), say('250 chunking')];
  const chunk: readonly ServerAction[] = [LINE, LINE, say('250 ok'), LINE, say('250 ok')];
  const offering = await serve(t, [...hello, ...chunk, ...BYE]);
  assert.equal(doneOf(await against(offering, chunks().plan())).verdict, 'passed');
});

test('raw octets are not read as content by a server that left the transcript', async t => {
  const server = await serve(t, [...HELLO, LINE, say('354 go'), { do: 'stall' }]);
  const plan = opening()
    .send('DATA')
    .reply(503)
    .send('RCPT TO:<x>', { purpose: 'raw' })
    .reply(250)
    .plan();
  const events = await against(server, plan);
  assert.equal(doneOf(events).verdict, 'differed');
  assert.equal(server.received()[0], 'EHLO client.example\r\nDATA\r\n');
});

test('a reply that answers nothing is not taken for a greeting', async t => {
  const server = await serve(t, [...HELLO, say('451 what else'), LINE, say('221 bye')]);
  const script = opening();
  const [greeting] = script.steps;
  assert.equal(greeting?.kind, 'expect');
  script.steps.push({ ...greeting, index: 3, recorded: { code: 421, lines: ['timeout'] } });
  const events = await against(server, script.plan());
  assert.match(only(events, 'differed')[0]?.message ?? '', /^The reply is 451 instead of 421/);
});
