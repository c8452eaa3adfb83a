import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planText } from '../../../test/support/planText.ts';
import type { PlanStep } from '../../protocol/replay.ts';
import { paced } from './pipelining.ts';
import type { Pipelining } from './pipelining.ts';

const HELLO = 'S: 220 mx\nC: EHLO a\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';
const MESSAGE =
  'C: MAIL FROM:<a@b>\nS: 250 1\nC: RCPT TO:<c@d>\nS: 250 2\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\n';
const GROUP =
  'C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: DATA\nS: 250 1\nS: 250 2\nS: 354 go\nC: x\nC: .\nS: 250 ok\n';

/** `>VERB` a send (`>.` content, `>+` a chunk, `>=` a response), `<` the reply to it. */
function order(steps: readonly PlanStep[]): string {
  const short = { command: '', raw: 'raw', content: '.', chunk: '+', 'auth-response': '=' };
  return steps
    .map(step => {
      if (step.kind === 'send') return `>${short[step.purpose] || step.verb}`;
      return step.kind === 'expect' ? `<${step.answers ?? ''}` : step.kind;
    })
    .join(' ');
}

function ordered(text: string, pipelining: Pipelining): string {
  return order(planText(text, { pipelining }).plan.steps);
}

test('as recorded is as recorded', () => {
  const text = `${HELLO}${GROUP}${BYE}`;
  assert.equal(ordered(text, 'recorded'), '< >EHLO <1 >MAIL >RCPT >DATA <3 <4 <5 >. <9 >QUIT <11');
});

test('in lockstep every reply is read before the next command', () => {
  assert.equal(
    ordered(`${HELLO}${GROUP}${BYE}`, 'lockstep'),
    '< >EHLO <1 >MAIL <3 >RCPT <5 >DATA <7 >. <9 >QUIT <11',
  );
});

test('a client that spoke before the greeting waits for it', () => {
  const text = `C: EHLO a\nS: 220 mx\nS: 250 mx\n${BYE}`;
  assert.equal(ordered(text, 'lockstep'), '< >EHLO <1 >QUIT <3');
  assert.equal(ordered(text, 'forced'), '< >EHLO <1 >QUIT <3');
});

test('what nobody answers stays before the greeting: a PROXY header', () => {
  const text = `C: PROXY UNKNOWN\n${HELLO}${BYE}`;
  for (const how of ['recorded', 'lockstep', 'forced'] as const) {
    assert.equal(ordered(text, how), '>PROXY < >EHLO <2 >QUIT <4');
  }
});

test('a recorded group is divided before what needs a reply of the group', () => {
  const value = `${HELLO}C: XID\nC: NOOP {{id}}\nC: RSET\nS: 250 {{id}}\nS: 250 ok\nS: 250 ok\n${BYE}`;
  assert.equal(ordered(value, 'recorded'), '< >EHLO <1 >XID <3 >NOOP >RSET <5 <6 >QUIT <9');
  const known = value.replace('C: XID', 'C: XID {{id}}');
  assert.equal(ordered(known, 'recorded'), '< >EHLO <1 >XID >NOOP >RSET <3 <4 <5 >QUIT <9');
  const offer = `S: 220 mx\nC: EHLO a\n# @if SIZE\nC: NOOP\nC: RSET\nS: 250 mx\nS: 250 ok\nS: 250 ok\n${BYE}`;
  assert.equal(ordered(offer, 'recorded'), '< >EHLO <1 >NOOP >RSET <3 <4 >QUIT <7');
});

test('forced: MAIL, RCPT and RSET go together, DATA and QUIT end a group', () => {
  const text = `${HELLO}C: RSET\nS: 250 x\n${MESSAGE}${BYE}`;
  assert.equal(
    ordered(text, 'forced'),
    '< >EHLO <1 >RSET >MAIL >RCPT >DATA <3 <4 <5 <6 >. >QUIT <11 <12',
  );
});

test('forced: what must stand last does, and content waits for its 354', () => {
  const noop = `${HELLO}C: MAIL FROM:<a@b>\nS: 250 x\nC: NOOP\nS: 250 x\nC: VRFY a\nS: 252 x\n`;
  assert.equal(ordered(noop, 'forced'), '< >EHLO <1 >MAIL >NOOP <3 <4 >VRFY <7');
  const two = `${HELLO}${MESSAGE}${MESSAGE}${BYE}`;
  assert.equal(
    ordered(two, 'forced'),
    '< >EHLO <1 >MAIL >RCPT >DATA <3 <4 <5 >. >MAIL >RCPT >DATA <9 <10 <11 <12 >. >QUIT <17 <18',
  );
});

test('forced: chunks stay with their command, and all of them go together', () => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\nS: 250 x\nC: BDAT 3\nC: abc\nS: 250 x\nC: BDAT 0 LAST\nS: 250 x\n${BYE}`;
  assert.equal(ordered(text, 'forced'), '< >EHLO <1 >MAIL >BDAT >+ >BDAT >QUIT <3 <4 <6 <7');
});

test('forced: STARTTLS and AUTH stand alone with what belongs to them', () => {
  const tls = `${HELLO}C: STARTTLS\nS: 220 go\n# <TLS established>\nC: EHLO a\nS: 250 x\n`;
  const auth =
    'C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok\n';
  assert.equal(
    ordered(`${tls}${auth}${BYE}`, 'forced'),
    '< >EHLO <1 >STARTTLS <3 tls >EHLO <6 >AUTH <8 >= <8 >= <8 >QUIT <14',
  );
});

test('what may be sent again or waits is not grouped with what comes after or before', () => {
  const retry = `${HELLO}C: MAIL FROM:<a@b>\n# @retry 3 every 1s\nC: RCPT TO:<c@d>\nC: DATA\nS: 250 1\nS: 250 2\nS: 354 x\nC: x\nC: .\nS: 250 ok\n`;
  const expected = '< >EHLO <1 >MAIL <3 >RCPT <5 >DATA <7 >. <9';
  for (const how of ['recorded', 'lockstep', 'forced'] as const) {
    assert.equal(ordered(retry, how), expected, how);
  }
  const slept = `${HELLO}C: MAIL FROM:<a@b>\nS: 250 1\n# @sleep 1s\nC: RCPT TO:<c@d>\nS: 250 2\n`;
  assert.equal(ordered(slept, 'forced'), '< >EHLO <1 >MAIL <3 >RCPT <5');
});

test('a computed AUTH is alone too', () => {
  const text = `S: 220 mx\nC: EHLO a\n# @auth PLAIN user=a secret=b\nC: AUTH PLAIN ***\nC: MAIL FROM:<a@b>\nS: 250 mx\nS: 235 ok\nS: 250 x\n`;
  assert.equal(ordered(text, 'recorded'), '< >EHLO <1 auth >MAIL <4');
});

test('a command waits for the reply that gives its variable a value', () => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\nS: 250 {{id}} ok\nC: RCPT TO:<{{id}}@d>\nS: 250 2\n`;
  assert.equal(ordered(text, 'forced'), '< >EHLO <1 >MAIL <3 >RCPT <5');
});

const command = fc.constantFrom(
  ...['C: MAIL FROM:<a@b>\nS: 250 x\n', 'C: RCPT TO:<c@d>\nS: 550 x\n', 'C: NOOP\nS: 250 x\n'],
  ...[MESSAGE, GROUP, 'C: RSET\nS: 250 x\n', 'C: DATA\nS: 503 x\n', HELLO.slice(10)],
  ...['C: AUTH LOGIN\nS: 334 x\nC: dGlt\nS: 334 x\nC: c2VjcmV0\nS: 235 ok\n'],
  ...['# @retry 1 every 1s\nC: RCPT TO:<c@d>\nS: 250 x\n', 'C\\: NOOP\\r\\n\nS: 250 x\n'],
);

test('any way of pipelining keeps every step, who answers whom, and the order of both sides', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), commands => {
      const { steps } = planText(`${HELLO}${commands.join('')}${BYE}`).plan;
      const lines = (kind: PlanStep['kind'], all: readonly PlanStep[]): readonly number[] =>
        all.filter(step => step.kind === kind).map(step => step.line);
      for (const how of ['lockstep', 'forced'] as const) {
        const moved = paced(steps, how);
        assert.deepEqual(
          moved.map(step => step.index),
          [...moved.keys()],
        );
        assert.deepEqual(lines('send', moved), lines('send', steps));
        assert.deepEqual(lines('expect', moved), lines('expect', steps));
        for (const step of moved) {
          const before = steps.find(each => each.kind === step.kind && each.line === step.line);
          if (step.kind === 'expect' && before?.kind === 'expect') {
            assert.equal(moved[step.answers ?? -1]?.line, steps[before.answers ?? -1]?.line);
            assert.ok((step.answers ?? -1) < step.index);
          }
          if (step.kind === 'send' && step.requires !== null) {
            assert.ok(step.requires < step.index);
          }
        }
      }
    }),
  );
});
