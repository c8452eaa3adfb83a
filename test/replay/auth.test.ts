import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayEvent, Target } from '../../server/protocol/replay.ts';
import type { ServerScript } from '../../server/receiver/scripted/scriptedServer.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { memoryIo } from '../../server/replay/io/memoryIo.ts';
import type { ReplayIo } from '../../server/replay/io/replayIo.ts';
import type { PlanOptions } from '../../server/replay/plan/plan.ts';
import { planText } from '../support/planText.ts';
import { against, answers, collect, doneOf, failureOf, only, serve } from './support.ts';

const PASSWORD = 'correct horse battery';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const PLAIN = base64(`\0tim\0${PASSWORD}`);
const inputs = { secrets: { pass: PASSWORD } };

const HELLO = 'S: 220 mx\nC: EHLO client\nS: 250-mx\nS: 250 AUTH PLAIN LOGIN CRAM-MD5\n';
const OFFERED = ['220 mx', '250-mx\r\n250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256'];
const BYE = 'C: QUIT\nS: 221 bye\n';
const computed = (words: string, recorded = 'C: AUTH PLAIN ****\nS: 235 ok\n'): string =>
  `${HELLO}# @auth ${words}\n${recorded}${BYE}`;

async function run(
  t: TestContext,
  text: string,
  script: ServerScript,
  options: Partial<PlanOptions> = {},
): Promise<{ readonly got: string; readonly events: readonly ReplayEvent[] }> {
  const server = await serve(t, script);
  const events = await against(server, planText(text, options).plan, { inputs });
  const told = JSON.stringify(events);
  for (const form of [PASSWORD, PLAIN, base64(PASSWORD), base64(`x${PASSWORD}`).slice(2, 20)]) {
    assert.ok(!told.includes(form), `${form} in ${told}`);
  }
  return { got: server.received()[0] ?? '', events };
}

test('PLAIN is computed, with the command or after 334', async t => {
  const plain = 'PLAIN user=tim secret=pass';
  const first = await run(t, computed(plain), answers(...OFFERED, `235 hello ${PLAIN}`, '221 bye'));
  assert.equal(doneOf(first.events).verdict, 'passed', failureOf(first.events));
  assert.equal(first.got, `EHLO client\r\nAUTH PLAIN ${PLAIN}\r\nQUIT\r\n`);
  assert.deepEqual(
    only(first.events, 'sent').map(({ lines }) => lines[0]),
    ['EHLO client', 'AUTH PLAIN <redacted>', 'QUIT'],
  );
  const later = await run(
    t,
    computed(`${plain} initial=no`),
    answers(...OFFERED, '334 ', '235 ok', '221 bye'),
  );
  assert.equal(doneOf(later.events).verdict, 'passed', failureOf(later.events));
  assert.equal(later.got, `EHLO client\r\nAUTH PLAIN\r\n${PLAIN}\r\nQUIT\r\n`);
  const done = doneOf(later.events);
  assert.deepEqual([done.matched, done.sent, done.received, done.skipped], [4, 4, 5, 0]);
});

test('LOGIN is computed; the name of the user is no secret', async t => {
  const recorded =
    'C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ***\nS: 334 UGFzc3dvcmQ6\nC: ***\nS: 235 ok\n';
  const { got, events } = await run(
    t,
    computed('LOGIN user=tim secret=pass', recorded),
    answers(...OFFERED, '334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6', '235 hello tim', '221 bye'),
  );
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(
    got,
    `EHLO client\r\nAUTH LOGIN\r\n${base64('tim')}\r\n${base64(PASSWORD)}\r\nQUIT\r\n`,
  );
  assert.ok(only(events, 'received').some(({ lines }) => lines[0] === '235 hello tim'));
});

test('CRAM-MD5 answers the live challenge, whatever was recorded', async t => {
  const challenge = '<1.2@mx>';
  const recorded = 'C: AUTH CRAM-MD5\nS: 334 PDlAeD4=\nC: ***\nS: 235 ok\n';
  const { got, events } = await run(
    t,
    computed('CRAM-MD5 user=tim secret=pass', recorded),
    answers(...OFFERED, `334 ${base64(challenge)}`, '235 ok', '221 bye'),
  );
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const digest = createHmac('md5', PASSWORD).update(challenge).digest('hex');
  assert.match(got, new RegExp(`^${base64(`tim ${digest}`).replace(/[+]/g, '\\+')}\\r$`, 'm'));
});

test('what was computed and refused is a difference, and no secret follows', async t => {
  const { got, events } = await run(
    t,
    computed('PLAIN user=tim secret=pass'),
    answers(...OFFERED, '535 5.7.8 no', '221 bye'),
  );
  assert.equal(doneOf(events).verdict, 'differed');
  assert.match(
    only(events, 'differed')[0]?.message ?? '',
    /^The reply to AUTH is 535 instead of 235/,
  );
  assert.match(got, /QUIT\r\n$/);
});

test('a temporary refusal is tried again where the transcript asks for it', async t => {
  const text = computed('PLAIN user=tim secret=pass').replace(
    '# @auth',
    '# @retry 2 every 5ms\n# @auth',
  );
  const script = answers(...OFFERED, '454 4.7.0 later', '235 ok', '221 bye');
  const { got, events } = await run(t, text, script);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(got.match(/AUTH PLAIN/g)?.length, 2);
});

test('a server that does not offer the mechanism gets nothing', async t => {
  const { got, events } = await run(
    t,
    computed('PLAIN user=tim secret=pass'),
    answers('220 mx', '250-mx\r\n250 AUTH LOGIN', '221 bye'),
  );
  assert.equal(got, 'EHLO client\r\nQUIT\r\n');
  assert.match(only(events, 'differed')[0]?.message ?? '', /does not offer AUTH PLAIN/);
  assert.equal(only(events, 'differed')[0]?.actual, 'AUTH LOGIN');
});

test('a challenge that makes no sense is cancelled', async t => {
  const recorded = 'C: AUTH SCRAM-SHA-256\nS: 334 x\nC: ***\nS: 235 ok\n';
  const text = computed('SCRAM-SHA-256 user=tim secret=pass', recorded);
  for (const challenge of ['%%%', base64('r=short,s=AAAA,i=1'), base64('r=x,s=AA==,i=999999999')]) {
    const { got, events } = await run(
      t,
      text,
      answers(...OFFERED, '334 ', `334 ${challenge}`, '501 cancelled', '221 bye'),
    );
    assert.equal(doneOf(events).verdict, 'differed', failureOf(events));
    assert.match(got, /\r\n\*\r\nQUIT\r\n$/);
  }
});

test('a server that accepts without proof is told', async t => {
  const recorded = 'C: AUTH SCRAM-SHA-256 x\nS: 235 ok\n';
  const { events } = await run(
    t,
    computed('SCRAM-SHA-256 user=tim secret=pass', recorded),
    answers(...OFFERED, '235 come in', '221 bye'),
  );
  assert.match(only(events, 'differed')[0]?.message ?? '', /without proving/);
});

test('endless challenges end', async t => {
  const { events } = await run(
    t,
    computed('PLAIN user=tim secret=pass'),
    answers(...OFFERED, ...Array.from({ length: 50 }, () => '334 ')),
    { timeoutMs: 1000 },
  );
  assert.notEqual(doneOf(events).verdict, 'passed');
});

test('421 in the middle ends it', async t => {
  const { events } = await run(
    t,
    computed('PLAIN user=tim secret=pass initial=no'),
    answers(...OFFERED, '334 ', '421 busy'),
  );
  assert.match(failureOf(events), /^closed .*421 busy/);
});

test('without its secret a session never connects', async t => {
  const server = await serve(t, answers('220 mx'));
  const events = await against(server, planText(computed('PLAIN user=tim secret=other')).plan, {
    inputs,
  });
  assert.match(failureOf(events), /^unsendable The secret "other" was not given/);
  assert.deepEqual(server.received(), []);
});

/** A connection to another machine that answers as told. */
function elsewhere(replies: readonly string[], sent: string[]): ReplayIo {
  const io = memoryIo({
    chunks: replies.map(reply => Buffer.from(`${reply}\r\n`)),
    then: 'end',
    onWrite: octets => sent.push(Buffer.from(octets).toString('latin1')),
  });
  return {
    ...io,
    connect: () =>
      Promise.resolve({
        kind: 'opened',
        address: '192.0.2.1',
        port: 25,
        localAddress: '192.0.2.2',
      }),
  };
}

async function overTheNetwork(
  text: string,
  replies: readonly string[],
  more: Partial<Target> = {},
): Promise<{ readonly sent: string; readonly events: readonly ReplayEvent[] }> {
  const sent: string[] = [];
  const { signal } = new AbortController();
  const target = { host: 'mx.example', port: 25, ...more };
  const { plan } = planText(text);
  const events = await collect(replay(plan, elsewhere(replies, sent), signal, { target, inputs }));
  return { sent: sent.join(''), events };
}

const REVEALING = {
  computed: computed('PLAIN user=tim secret=pass'),
  'literal PLAIN': `${HELLO}C: AUTH PLAIN ${PLAIN}\nS: 235 ok\n${BYE}`,
  'literal PLAIN after 334': `${HELLO}C: AUTH PLAIN\nS: 334 \nC: ${PLAIN}\nS: 235 ok\n${BYE}`,
  'literal LOGIN': `${HELLO}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok\n${BYE}`,
  XOAUTH2: `${HELLO}C: AUTH XOAUTH2 dXNlcj10aW0BYXV0aD1CZWFyZXIgeAEB\nS: 235 ok\n${BYE}`,
};

for (const [name, text] of Object.entries(REVEALING)) {
  test(`plaintext credentials do not cross the network: ${name}`, async () => {
    const { sent, events } = await overTheNetwork(text, [...OFFERED, '221 bye']);
    assert.match(failureOf(events), /^insecure AUTH \w+ would send .* unencrypted.*Use TLS/);
    assert.equal(sent, 'EHLO client\r\nQUIT\r\n');
  });

  test(`unless insisted on: ${name}`, async () => {
    const { sent } = await overTheNetwork(text, [...OFFERED, '235 ok', '221 bye'], {
      allowPlaintextAuth: true,
    });
    assert.match(sent, /AUTH /);
  });
}

test('what reveals no secret may cross the network', async () => {
  const cram = computed(
    'CRAM-MD5 user=tim secret=pass',
    'C: AUTH CRAM-MD5\nS: 334 x\nC: *\nS: 501 x\n',
  );
  const one = await overTheNetwork(cram, [
    ...OFFERED,
    `334 ${base64('<x@y>')}`,
    '501 no',
    '221 bye',
  ]);
  assert.equal(failureOf(one.events), '');
  assert.match(one.sent, /AUTH CRAM-MD5/);
  const refused = `${HELLO}C: AUTH LOGIN\nS: 530 5.7.0 STARTTLS first\n${BYE}`;
  const two = await overTheNetwork(refused, [...OFFERED, '530 5.7.0 no', '221 bye']);
  assert.equal(doneOf(two.events).verdict, 'passed', failureOf(two.events));
  const cancelled = `${HELLO}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 cancelled\n${BYE}`;
  const three = await overTheNetwork(cancelled, [...OFFERED, '334 VXNlcm5hbWU6', '501 x', '221 x']);
  assert.equal(doneOf(three.events).verdict, 'passed', failureOf(three.events));
});

test('recorded credentials stay behind where the mechanism is offered no more', async t => {
  const text = `${HELLO}C: AUTH PLAIN AHQAcGFzc3dvcmQ=\nS: 235 ok\n${BYE}`;
  const gone = await run(t, text, answers('220 mx', '250 mx', '221 bye'));
  assert.equal(gone.got, 'EHLO client\r\nQUIT\r\n');
  assert.match(only(gone.events, 'differed')[0]?.message ?? '', /does not offer AUTH PLAIN/);
  // Without an offer when it was recorded it is a test of the server: that is sent.
  const daring = text.replace('S: 250-mx\nS: 250 AUTH PLAIN LOGIN CRAM-MD5', 'S: 250 mx');
  const sent = await run(t, daring, answers('220 mx', '250 mx', '235 ok', '221 bye'));
  assert.match(sent.got, /AUTH PLAIN AHQAcGFzc3dvcmQ=\r\n/);
});

test('a mechanism that was refused as such gets no second try', async t => {
  const auth = 'C: AUTH PLAIN AHQAcGFzc3dvcmQ=\nS: 235 ok\n';
  const { got, events } = await run(
    t,
    `${HELLO}${auth}C: NOOP\nS: 250 x\n${auth}${BYE}`,
    answers(...OFFERED, '538 5.7.11 encrypt', '250 x', '221 bye'),
  );
  assert.equal(got.match(/AUTH PLAIN/g)?.length, 1);
  assert.match(only(events, 'differed')[1]?.message ?? '', /refused AUTH PLAIN before/);
});
