import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../test/support/planText.ts';

const LINES = [
  'S: 220 mx', // 1
  'C: EHLO a',
  'S: 250 mx',
  'C: STARTTLS', // 4
  'S: 220 go',
  '# <TLS established>',
  'C: EHLO a', // 7
  'S: 250 mx',
  'C: AUTH PLAIN AHQAcw==', // 9
  'S: 235 ok',
  'C: MAIL FROM:<one@b>', // 11
  'S: 250 1',
  'C: RCPT TO:<one@d>',
  'S: 250 2',
  'C: DATA', // 15
  'S: 354 go',
  'C: x',
  'C: .',
  'S: 250 ok',
  'C: NOOP', // 20
  'S: 250 ok',
  'C: MAIL FROM:<two@b>', // 22
  'C: RCPT TO:<two@d>',
  'C: RCPT TO:<three@d>',
  'S: 250 1',
  'S: 250 2',
  'S: 250 3',
  'C: QUIT', // 28
  'S: 221 bye',
];

/** The lines of the sends, and the recipients. */
function within(from?: number, to?: number): readonly [string, readonly string[]] {
  const lines = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const { plan } = planText(`${LINES.join('\n')}\n`, { lines });
  const sent = plan.steps.filter(step => step.kind === 'send').map(step => step.line);
  return [sent.join(' '), plan.recipients];
}

test('to a line: nothing behind its exchange', () => {
  assert.deepEqual(within(undefined, 13), ['2 4 7 9 11 13', ['one@d']]);
  assert.deepEqual(within(undefined, 14), within(undefined, 13));
  // The content belongs to DATA.
  assert.deepEqual(within(undefined, 15), ['2 4 7 9 11 13 15 17', ['one@d']]);
  assert.deepEqual(within(undefined, 23), ['2 4 7 9 11 13 15 17 20 22 23', ['one@d', 'two@d']]);
  assert.deepEqual(within(undefined, 1), ['', []]);
});

test('from a line: what opens the session, and the whole transaction that it stands in', () => {
  assert.deepEqual(within(22), ['2 4 7 9 22 23 24 28', ['two@d', 'three@d']]);
  assert.deepEqual(within(27), within(22));
  assert.deepEqual(within(20), ['2 4 7 9 20 22 23 24 28', ['two@d', 'three@d']]);
  assert.deepEqual(within(17)[0], '2 4 7 9 11 13 15 17 20 22 23 24 28');
  assert.deepEqual(within(28), ['2 4 7 9 28', []]);
});

test('from and to: a selection', () => {
  assert.deepEqual(within(13, 13), ['2 4 7 9 11 13', ['one@d']]);
  assert.deepEqual(within(24, 24), ['2 4 7 9 22 23 24', ['two@d', 'three@d']]);
});

test('handshake and replies stay with their commands', () => {
  const { plan } = planText(`${LINES.join('\n')}\n`, { lines: { to: 5 } });
  assert.deepEqual(
    plan.steps.map(step => step.kind).join(' '),
    'expect send expect send expect tls',
  );
});

test('what is cut off neither closes the connection nor keeps the rest from being sent', () => {
  const text =
    'S: 220 mx\nC: EHLO a\nS: 250 mx\nC: AUTH PLAIN ***\nS: 235 ok\n# <connection lost>\n';
  const { plan, problems } = planText(text, { lines: { to: 2 } });
  assert.deepEqual(
    plan.steps.map(step => step.kind),
    ['expect', 'send', 'expect'],
  );
  assert.deepEqual(problems, []);
});
