import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../test/support/planText.ts';
import type { PlanOptions, Planned } from './plan.ts';
import type { AuthStep, ExpectStep, SendStep } from '../../protocol/replay.ts';

const HELLO = 'S: 220 mx\nC: EHLO a\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';

function sends(text: string, options: Partial<PlanOptions> = {}): readonly SendStep[] {
  return planText(text, options).plan.steps.filter(step => step.kind === 'send');
}

function expects(text: string): readonly ExpectStep[] {
  return planText(text).plan.steps.filter(step => step.kind === 'expect');
}

function problemsOf({ problems }: Planned): readonly string[] {
  return problems.map(({ line, message, fatal }) => `${fatal ? '!' : ''}${line}: ${message}`);
}

test('@reply is about the next reply only', () => {
  const text = `# @reply class\nS: 220 mx\nC: EHLO a\n# @reply any 250 5yz, optional\n# @reply pattern 250.*mx\nS: 250 mx\n${BYE}`;
  const [greeting, hello, bye] = expects(text);
  assert.equal(greeting?.policy, 'class');
  assert.deepEqual(
    [hello?.policy, hello?.anyOf, hello?.optional, hello?.pattern],
    ['code', ['250', '5yz'], true, '250.*mx'],
  );
  assert.deepEqual(Object.keys(bye ?? {}).includes('anyOf'), false);
  assert.equal(bye?.policy, 'code');
});

test('a pattern that cannot be read keeps the session from being sent', () => {
  const planned = planText(`# @reply pattern (\n${HELLO}${BYE}`);
  assert.match(problemsOf(planned).join('\n'), /^!2: /);
});

test('@sleep is about the next line of the client, also a response or content', () => {
  const text = `${HELLO}# @sleep 2s\nC: MAIL FROM:<a@b>\nS: 250 1\nC: DATA\nS: 354 go\n# @sleep 500ms\nC: x\nC: .\nS: 250 ok\n${BYE}`;
  assert.deepEqual(
    sends(text).map(step => step.delayMs),
    [undefined, 2000, undefined, 500, undefined],
  );
});

test('@retry, @if and @unless are about the next command', () => {
  const text = `${HELLO}# @retry 3 every 60s\n# @if size\nC: MAIL FROM:<a@b>\nS: 250 1\n# @unless AUTH plain\nC: NOOP\nS: 250 x\n${BYE}`;
  const [, mail, noop, quit] = sends(text);
  assert.deepEqual(mail?.retry, { times: 3, delayMs: 60_000 });
  assert.deepEqual(mail.condition, { advertised: 'SIZE', wanted: true });
  assert.deepEqual(noop?.condition, { advertised: 'AUTH PLAIN', wanted: false });
  assert.deepEqual([quit?.condition, quit?.retry], [undefined, undefined]);
});

test('a run may try again by itself, but not what ends a session or carries content', () => {
  const retry = { times: 2, delayMs: 5 };
  const text = `${HELLO}C: MAIL FROM:<a@b>\nS: 250 1\nC: BDAT 3 LAST\nC: abc\nS: 250 x\n# @retry 9 every 1s\nC: NOOP\nS: 250 x\n${BYE}`;
  assert.deepEqual(
    sends(text, { retry }).map(step => [step.purpose, step.verb, step.retry?.times]),
    [
      ['command', 'EHLO', 2],
      ['command', 'MAIL', 2],
      ['command', 'BDAT', undefined],
      ['chunk', 'BDAT', undefined],
      ['command', 'NOOP', 9],
      ['command', 'QUIT', undefined],
    ],
  );
});

function authOf(text: string): AuthStep | undefined {
  return planText(text).plan.steps.find(step => step.kind === 'auth');
}

test('@auth puts one step in the place of what was recorded, masked or not', () => {
  const text = `${HELLO}# @auth LOGIN user=tim secret=mail.pass\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: ********\nS: 235 welcome\n${BYE}`;
  const planned = planText(text);
  assert.deepEqual(problemsOf(planned), []);
  assert.deepEqual(
    planned.plan.steps.map(step => step.kind).join(' '),
    'expect send expect auth send expect',
  );
  assert.deepEqual(authOf(text), {
    kind: 'auth',
    index: 3,
    line: 5,
    endLine: 10,
    mechanism: 'LOGIN',
    user: 'tim',
    authzid: '',
    secret: 'mail.pass',
    initialResponse: false,
    recorded: { code: 235, lines: ['welcome'] },
    policy: 'code',
  });
  assert.deepEqual(planned.plan.secrets, ['mail.pass']);
});

test('the first response goes with the command as recorded, unless the directive says otherwise', () => {
  const auth = (words: string, line: string): boolean | undefined =>
    authOf(`${HELLO}# @auth ${words}\nC: ${line}\nS: 235 ok\n${BYE}`)?.initialResponse;
  assert.equal(auth('PLAIN user=a secret=b', 'AUTH PLAIN ***'), true);
  assert.equal(auth('PLAIN user=a secret=b initial=no', 'AUTH PLAIN ***'), false);
  assert.equal(auth('PLAIN user=a secret=b', 'AUTH PLAIN'), false);
  assert.equal(auth('PLAIN user=a secret=b initial=yes', 'AUTH PLAIN'), true);
});

test('@auth that lacks something keeps the session from being sent', () => {
  const fault = (words: string): string =>
    problemsOf(planText(`${HELLO}# @auth ${words}\nC: AUTH PLAIN ***\nS: 235 ok\n${BYE}`)).join();
  assert.match(
    fault('GSSAPI user=a secret=b'),
    /^!5: @auth cannot compute GSSAPI: it knows PLAIN, /,
  );
  assert.match(fault('PLAIN secret=b'), /^!5: @auth PLAIN needs user=NAME/);
  assert.match(fault('PLAIN user=a'), /^!5: @auth PLAIN needs secret=NAME/);
  assert.equal(fault('EXTERNAL'), '');
});

test('a directive with nothing below it to be about is told', () => {
  const planned = planText(
    `${HELLO}# @auth PLAIN user=a secret=b\n${BYE}# @sleep 1s\n# @reply class\n`,
  );
  assert.deepEqual(problemsOf(planned), [
    '7: Nothing follows that @sleep could be about.',
    '8: Nothing follows that @reply could be about.',
    '5: The command below @auth is not AUTH: it is sent as it is.',
  ]);
});

test('BDAT announces anew where sizes are computed, or where the chunk has places to fill', () => {
  const bdat = (head: string, line: string): readonly (number | undefined)[] =>
    sends(`${head}${HELLO}C: BDAT 7 LAST\nC: ${line}\nS: 250 ok\n${BYE}`).map(
      step => step.announces,
    );
  assert.deepEqual(bdat('', '1234567'), [undefined, undefined, undefined, undefined]);
  assert.deepEqual(bdat('# @chunks computed\n', '1234567'), [undefined, 4, undefined, undefined]);
  assert.deepEqual(bdat('', '{{abc}}'), [undefined, 4, undefined, undefined]);
  assert.deepEqual(bdat('# @chunks kept\n', '{{abc}}'), [
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
