import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../test/support/planText.ts';
import type { PlanOptions } from './plan.ts';

const HELLO = 'S: 220 mx\nC: EHLO {{hostname}}\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';

function names(text: string, options: Partial<PlanOptions> = {}): readonly unknown[] {
  const { plan, problems } = planText(text, options);
  return [
    plan.variables ?? [],
    plan.values ?? {},
    problems.map(({ line, message, fatal }) => `${fatal ? '!' : ''}${line}: ${message}`),
  ];
}

test('a name is to be given unless it is built in, set in the file, or a reply gives it', () => {
  const text = `# @var to=bob\n${HELLO}C: MAIL FROM:<{{from}}@b>\nS: 250 {{id}} ok\nC: RCPT TO:<{{ to }}@{{id}}>\nS: 250 x\n${BYE}`;
  assert.deepEqual(names(text), [['from'], { to: 'bob' }, []]);
});

test('a name that a reply gives only later is to be given', () => {
  const text = `${HELLO}C: NOOP {{id}}\nS: 250 {{id}}\n${BYE}`;
  assert.deepEqual(names(text), [['id'], {}, []]);
});

test('what is a secret is not asked for as a variable', () => {
  const auth = '# @auth PLAIN user={{user}} secret=pw\nC: AUTH PLAIN x\nS: 235 ok\n';
  const { plan } = planText(`${HELLO}${auth}C: NOOP {{pw}}\nS: 250 x\n${BYE}`);
  assert.deepEqual([plan.variables, plan.secrets], [['user'], ['pw']]);
});

test('a pattern gives names too', () => {
  const text = `${HELLO}C: NOOP\n# @reply pattern queued as (?P<id>\\S+)\nS: 250 queued as 1\nC: NOOP {{id}}\nS: 250 x\n${BYE}`;
  assert.deepEqual(names(text), [[], {}, []]);
});

test('in content an unknown name is told and nobody has to give it', () => {
  const text = `${HELLO}C: DATA\nS: 354 go\nC: Dear {{name}}, {{unique}}\nC: .\nS: 250 ok\n${BYE}`;
  const remark = '6: {{name}} has no value here, so it is sent as it stands.';
  assert.deepEqual(names(text), [[], {}, [remark]]);
  assert.deepEqual(names(text, { given: ['name'] }), [[], {}, []]);
  assert.deepEqual(names(`# @var name=x\n${text}`), [[], { name: 'x' }, []]);
});

test('the user of a computed AUTH may have a name in it', () => {
  const text = `${HELLO}# @auth PLAIN user={{login}} secret=p\nC: AUTH PLAIN\nS: 334 \nC: x\nS: 235 ok\n${BYE}`;
  assert.deepEqual(names(text)[0], ['login']);
});

test('{{name}} is text where the file says so, and in the logs of other programs', () => {
  const off = planText(`# @variables off\n# @var a=b\n${HELLO}C: NOOP {{x}}\nS: 250 {{y}}\n${BYE}`);
  assert.equal(off.plan.variables, undefined);
  assert.equal(off.plan.values, undefined);
  assert.ok(off.plan.steps.every(step => !('variables' in step)));
  const swaks =
    '=== Trying mx.example:25...\n=== Connected to mx.example.\n<-  220 mx ESMTP\n -> EHLO {{x}}\n<-  250 mx\n -> QUIT\n<-  221 bye\n=== Connection closed with remote host.\n';
  const { plan } = planText(swaks);
  assert.ok(plan.steps.length > 3);
  assert.ok(plan.steps.every(step => !('variables' in step)));
});
