import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendStep } from '../../protocol/replay.ts';
import { planText } from '../../../test/support/planText.ts';
import type { PlanOptions } from './plan.ts';

const HELLO = 'S: 220 mx\nC: EHLO client.example\nS: 250-mx\nS: 250 CHUNKING\n';
const ENVELOPE = `${HELLO}C: MAIL FROM:<a@b.example>\nS: 250 1\nC: RCPT TO:<c@d.example>\nS: 250 2\n`;
const DATA = 'C: DATA\nS: 354 go\n# <content not shown>\nS: 250 ok\n';
const BYE = 'C: QUIT\nS: 221 bye\n';
const PLACED: Partial<PlanOptions> = { content: 'placeholder' };

function generated(text: string, options: Partial<PlanOptions> = PLACED): readonly SendStep[] {
  const { steps } = planText(text, options).plan;
  return steps.flatMap(step => (step.kind === 'send' && step.generated === true ? [step] : []));
}

function messageOf(text: string, options?: Partial<PlanOptions>): string {
  const [step] = generated(text, options);
  return Buffer.from(step?.octets ?? []).toString('utf8');
}

/** The session with another sender or other recipients. */
function between(mail: string, rcpts: readonly string[]): string {
  const to = rcpts.map(each => `C: RCPT TO:${each}\nS: 250 2\n`).join('');
  return `${HELLO}C: MAIL FROM:${mail}\nS: 250 1\n${to}${DATA}${BYE}`;
}

test('a small message takes the place of one that is not shown, where that is asked for', () => {
  const { plan, problems } = planText(`# @name First\n${ENVELOPE}${DATA}${BYE}`, PLACED);
  assert.deepEqual(
    problems.map(({ line, fatal }) => ({ line, fatal })),
    [{ line: 10, fatal: false }],
  );
  assert.match(problems[0]?.message ?? '', /generated one is sent in its place/);
  const at = plan.steps.findIndex(step => step.kind === 'send' && step.generated === true);
  const [go, step, end] = plan.steps.slice(at - 1, at + 2);
  assert.ok(go?.kind === 'expect' && step?.kind === 'send' && end?.kind === 'expect');
  assert.deepEqual(
    [go.recorded?.code, step.requires, end.recorded?.code, end.answers],
    [354, go.index, 250, step.index],
  );
  assert.deepEqual([step.line, step.endLine, step.purpose], [10, 10, 'content']);
  assert.deepEqual(step.variables, ['date', 'unique']);
  assert.equal(
    Buffer.from(step.octets).toString('latin1'),
    [
      ...['From: a@b.example', 'To: c@d.example', 'Date: {{date}}'],
      ...['Message-ID: <{{unique}}.10@b.example>', 'Subject: Replay of First', ''],
      'A replay made this message: the transcript does not show the one that was sent.',
      ...['.', ''],
    ].join('\r\n'),
  );
});

test('without it the refusal names every way to ask for it, and the line to write', () => {
  const [problem] = planText(`${ENVELOPE}${DATA}${BYE}`).problems;
  assert.ok(problem?.fatal);
  for (const way of ['# @content placeholder', '--content placeholder', 'smtpTranscript.replay.'])
    assert.ok(problem.message.includes(way), way);
  const { above = 0, text = '', title } = problem.write ?? {};
  assert.equal(title, 'Send a placeholder message');
  const lines = `${ENVELOPE}${DATA}${BYE}`.split('\n');
  assert.equal(generated(lines.toSpliced(above - 1, 0, text).join('\n'), {}).length, 1);
});

test('the directive wins over the option', () => {
  const text = `${ENVELOPE}${DATA}${BYE}`;
  assert.equal(generated(`# @content placeholder\n${text}`, {}).length, 1);
  assert.equal(generated(`# @content recorded\n${text}`).length, 0);
  assert.match(
    planText(`# @content none\n${text}`).problems[0]?.message ?? '',
    /@content takes recorded or placeholder/,
  );
});

test('a message that is shown is sent as recorded', () => {
  const shown = `${ENVELOPE}C: DATA\nS: 354 go\nC: Subject: x\nC: .\nS: 250 ok\n${BYE}`;
  assert.deepEqual(planText(shown, PLACED), planText(shown));
  const chunk = `${ENVELOPE}C: BDAT 3 LAST\nC: x\nS: 250 ok\n${BYE}`;
  assert.deepEqual(planText(chunk, PLACED), planText(chunk));
});

test('of a message that is shown in part nothing is sent, and that is said', () => {
  const text = `${ENVELOPE}C: DATA\nS: 354 go\nC: Subject: x\n# <content not shown>\nS: 250 ok\n${BYE}`;
  assert.match(planText(text, PLACED).problems[0]?.message ?? '', /shows only a part/);
  assert.doesNotMatch(messageOf(text), /Subject: x/);
});

test('a null or odd sender gives way to the postmaster of the client', () => {
  for (const sender of ['<>', '<"a b"@c>', '<a>', '<\u00e4@b.example>', '<a,b@c>'])
    assert.match(messageOf(between(sender, ['<c@d>'])), /^From: postmaster@client\.example\r\n/);
  const odd = between('<>', ['<c@d>']).replace('EHLO client.example', 'EHLO a b');
  assert.match(messageOf(odd), /^From: postmaster@localhost\r\n/);
  assert.match(messageOf(between('<\u00e4@b> SMTPUTF8', ['<c@d>'])), /^From: \u00e4@b\r\n/);
});

test('all recipients that were accepted are in it, what is no address is not', () => {
  const to = messageOf(between('<a@b>', ['<c@d>', '<e@[192.0.2.1]>', '<"x y"@d>', '<c@d>']));
  assert.match(to, /\r\nTo: c@d,\r\n e@\[192\.0\.2\.1\]\r\nDate/);
  assert.match(messageOf(between('<a@b>', ['<"x y"@d>'])), /\r\nTo: undisclosed-recipients:;\r\n/);
});

test('places in addresses are filled in as in the command, unless they are plain text', () => {
  const text = between('<{{from}}>', ['<x{{unique}}@d>']);
  assert.match(messageOf(text), /^From: \{\{from\}\}\r\nTo: x\{\{unique\}\}@d\r\n/);
  assert.deepEqual(generated(text)[0]?.variables, ['from', 'unique', 'date']);
  const plain = `# @variables off\n# @name {{date}}\n${text}`;
  assert.match(messageOf(plain), /^From: postmaster@client\.example\r\nTo: undisclosed/);
  assert.doesNotMatch(messageOf(plain), /Subject: .*\{\{/);
  assert.deepEqual(generated(plain)[0]?.variables, ['date', 'unique']);
});

test('the subject is one field of ASCII, whatever the session is called', () => {
  const subjectFor = (name: string): string =>
    /\r\nSubject: ([^]*?)\r\n\r\n/.exec(
      messageOf(`# @name ${name}\n${ENVELOPE}${DATA}${BYE}`),
    )?.[1] ?? '';
  assert.equal(subjectFor('a\u0007b \u202e c'), 'Replay of a b c');
  const long = subjectFor('\u{1f600}'.repeat(80));
  const words = long.split('\r\n ').slice(1);
  assert.ok(words.every(word => /^=\?utf-8\?B\?[\w+/=]+\?=$/.test(word) && word.length <= 75));
  const text = words.map(word => Buffer.from(word.slice(10, -2), 'base64').toString()).join('');
  assert.equal(text, `${'\u{1f600}'.repeat(60)}\u2026`);
});

test('it is no longer than MAIL announces', () => {
  for (const size of [400, 250, 150, 100, 40]) {
    const message = messageOf(between(`<a@b.example> SIZE=${size}`, ['<c@d>', '<e@f>']));
    const filled = message
      .replace(/\{\{date\}\}/, 'x'.repeat(31))
      .replace(/\{\{unique\}\}/, 'x'.repeat(20));
    assert.ok(filled.length - 3 <= size, `${size}: ${filled.length}`);
    assert.match(message, /Subject: Replay.*\r\n\r\n/);
  }
});

test('a chunk that is not shown is announced as it is sent, whatever the sizes are to be', () => {
  const text = `${ENVELOPE}C: BDAT 900\n# <content not shown>\nS: 250 ok\nC: BDAT 100 LAST\n# <content not shown>\nS: 250 ok\n${BYE}`;
  for (const chunks of ['kept', 'computed', undefined] as const) {
    const options = { ...PLACED, ...(chunks && { chunks }) };
    const [first, second] = generated(text, options);
    assert.match(Buffer.from(first?.octets ?? []).toString(), /^From: [^]*was sent\.\r\n$/);
    assert.equal(Buffer.from(second?.octets ?? []).toString(), '\r\n');
    const { steps } = planText(text, options).plan;
    const announced = steps.flatMap(step =>
      step.kind === 'send' && step.announces !== undefined ? [step.announces] : [],
    );
    assert.deepEqual(announced, [first?.index, second?.index]);
  }
});

test('a client that broke off inside its message breaks off inside this one', () => {
  const cut = `${ENVELOPE}C: DATA\nS: 354 go\n# <content not shown>\n`;
  for (const text of [cut, `${cut}# <connection lost>\n`]) {
    assert.match(messageOf(text), /was sent\.\r\n$/);
    assert.equal(planText(text, PLACED).plan.steps.at(-1)?.kind, 'close');
  }
});
