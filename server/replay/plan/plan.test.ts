import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plansOf, planText, shownStep } from '../../../test/support/planText.ts';

const HELLO = 'S: 220 mx\nC: EHLO a\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';
const ENVELOPE = `${HELLO}C: MAIL FROM:<a@b>\nS: 250 1\nC: RCPT TO:<c@d>\nS: 250 2\n`;
const OPENED = ['0 ← 220', '1 → EHLO "EHLO a\\r\\n"', '2 ← 250 to 1'];
const ADDRESSED = [
  ...OPENED,
  '3 → MAIL "MAIL FROM:<a@b>\\r\\n"',
  '4 ← 250 to 3',
  '5 → RCPT "RCPT TO:<c@d>\\r\\n"',
  '6 ← 250 to 5',
];

/** The steps in short, without the ones that every case begins with. */
function stepsOf(text: string, known: readonly string[] = OPENED): readonly string[] {
  const shown = planText(text).plan.steps.map(shownStep);
  assert.deepEqual(shown.slice(0, known.length), known);
  return shown.slice(known.length);
}

/** `line: message`, `!` before what keeps the run from starting. */
function problemsOf(text: string): readonly string[] {
  return planText(text).problems.map(
    ({ line, message, fatal }) => `${fatal ? '!' : ''}${line}: ${message}`,
  );
}

test('a pipelined group stays one, and its replies know their commands', () => {
  const group = 'C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: DATA\nS: 250 1\nS: 250 2\nS: 354 3\n';
  const text = `${HELLO}${group}C: Subject: x\nC: \nC: ..dot\nC: .\nS: 250 ok\n${BYE}`;
  assert.deepEqual(stepsOf(text), [
    '3 → MAIL "MAIL FROM:<a@b>\\r\\n"',
    '4 → RCPT "RCPT TO:<c@d>\\r\\n"',
    '5 → DATA "DATA\\r\\n"',
    '6 ← 250 to 3',
    '7 ← 250 to 4',
    '8 ← 354 to 5',
    '9 → DATA content if 8 "Subject: x\\r\\n\\r\\n..dot\\r\\n.\\r\\n"',
    '10 ← 250 to 9',
    '11 → QUIT "QUIT\\r\\n"',
    '12 ← 221 to 11',
  ]);
  const content = planText(text).plan.steps[9];
  assert.deepEqual([content?.line, content?.endLine], [10, 13]);
});

test('lines end with CRLF on the wire, whatever the file uses', () => {
  const expected = planText(`${HELLO}${BYE}`).plan.steps.map(shownStep);
  for (const end of ['\r\n', '\r']) {
    const { plan } = planText(`${HELLO}${BYE}`.replaceAll('\n', end));
    assert.deepEqual(plan.steps.map(shownStep), expected);
  }
});

test('a raw line is sent as spelled, without a CRLF of its own', () => {
  const text = `${HELLO}C\\: NOOP\\n\nS: 250 x\nC\\: NOOP \\xff\\\\\\r\\n\nS: 250 y\n${BYE}`;
  assert.deepEqual(stepsOf(text).slice(0, 4), [
    '3 → NOOP raw "NOOP\\n"',
    '4 ← 250 to 3',
    '5 → NOOP raw "NOOP ÿ\\\\\\r\\n"',
    '6 ← 250 to 5',
  ]);
});

test('raw lines inside content keep their octets', () => {
  const text = `${ENVELOPE}C: DATA\nS: 354 go\nC\\: a\\rb\\r\\n\nC: .\nS: 250 ok\n${BYE}`;
  assert.equal(stepsOf(text, ADDRESSED)[2], '9 → DATA content if 8 "a\\rb\\r\\n.\\r\\n"');
});

test('BDAT sends exactly what it announced', () => {
  const bdat = (command: string, line: string): string | undefined =>
    stepsOf(`${ENVELOPE}C: ${command}\nC: ${line}\nS: 250 ok\n${BYE}`, ADDRESSED)[1];
  assert.equal(bdat('BDAT 5 LAST', '.bc'), '8 → BDAT chunk ".bc\\r\\n"');
  assert.equal(bdat('BDAT 3 LAST', '.bc'), '8 → BDAT chunk ".bc"');
});

test('BDAT with another count is sent as recorded, and told', () => {
  const text = `${ENVELOPE}C: BDAT 9 LAST\nC: abc\nS: 250 ok\n${BYE}`;
  assert.equal(stepsOf(text, ADDRESSED)[1], '8 → BDAT chunk "abc\\r\\n"');
  assert.match(problemsOf(text).join(), /^8: BDAT announces 9 octets, .* shows 5/);
});

test('an empty last chunk is a command alone', () => {
  const text = `${ENVELOPE}C: BDAT 5\nC: abc\nS: 250 x\nC: BDAT 0 LAST\nS: 250 ok\n${BYE}`;
  assert.deepEqual(stepsOf(text, ADDRESSED).slice(2, 5), [
    '9 ← 250 to 7',
    '10 → BDAT "BDAT 0 LAST\\r\\n"',
    '11 ← 250 to 10',
  ]);
  assert.deepEqual(problemsOf(text), []);
});

test('the handshake follows an accepted STARTTLS only', () => {
  const yes = `${HELLO}C: STARTTLS\nS: 220 go\n# <TLS established>\nC: EHLO a\nS: 250 x\n${BYE}`;
  const no = `${HELLO}C: STARTTLS\nS: 454 not now\n${BYE}`;
  assert.deepEqual(stepsOf(yes).slice(0, 4), [
    '3 → STARTTLS "STARTTLS\\r\\n"',
    '4 ← 220 to 3',
    '5 tls if 4',
    '6 → EHLO "EHLO a\\r\\n"',
  ]);
  assert.ok(!stepsOf(no).some(step => step.includes('tls')));
});

test('implicit TLS by directive, or by a note before the greeting', () => {
  assert.equal(planText(`# @tls implicit\n${HELLO}${BYE}`).plan.implicitTls, true);
  assert.equal(planText(`# <TLS established>\n${HELLO}${BYE}`).plan.implicitTls, true);
  assert.equal(planText(`# @tls starttls\n${HELLO}${BYE}`).plan.implicitTls, false);
  assert.equal(planText(`${HELLO}# <TLS established>\n${BYE}`).plan.implicitTls, false);
});

test('AUTH: responses wait for their challenge, and everything is secret', () => {
  const rounds = 'S: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok\n';
  assert.deepEqual(stepsOf(`${HELLO}C: AUTH LOGIN\n${rounds}${BYE}`).slice(0, 6), [
    '3 → AUTH secret "AUTH LOGIN\\r\\n"',
    '4 ← 334 to 3',
    '5 → AUTH auth-response if 4 secret "dGlt\\r\\n"',
    '6 ← 334 to 3',
    '7 → AUTH auth-response if 6 secret "c2VjcmV0\\r\\n"',
    '8 ← 235 to 3',
  ]);
  const plain = stepsOf(`${HELLO}C: AUTH PLAIN AHQAcw==\nS: 235 ok\n${BYE}`);
  assert.equal(plain[0], '3 → AUTH secret "AUTH PLAIN AHQAcw==\\r\\n"');
});

test('a masked secret keeps everything from being sent', () => {
  for (const mask of ['********', '<redacted>', '[password hidden]', 'xxxx']) {
    const text = `${HELLO}C: AUTH PLAIN ${mask}\nS: 235 ok\n${BYE}`;
    assert.match(problemsOf(text).join(), /^!4: The secret .* is masked/, mask);
    assert.match(stepsOf(text).at(-1) ?? '', / missing$/, mask);
  }
  const response = `${HELLO}C: AUTH PLAIN\nS: 334 \nC: ****\nS: 235 ok\n${BYE}`;
  assert.match(problemsOf(response).join(), /^!6: /);
  const write = { above: 4, text: '# @auth PLAIN user=NAME secret=password' };
  assert.deepEqual(planText(response).problems[0]?.write, write);
});

test('cancelling AUTH is no mask', () => {
  const text = `${HELLO}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 cancelled\n${BYE}`;
  assert.deepEqual(problemsOf(text), []);
});

test('content that the transcript does not show keeps everything from being sent', () => {
  const text = `${ENVELOPE}C: DATA\nS: 354 go\nS: 250 ok\n${BYE}`;
  assert.match(problemsOf(text).join(), /^!8: The transcript does not show the message/);
  assert.match(stepsOf(text, ADDRESSED).at(-1) ?? '', / missing$/);
});

test('octets that an editor could not decode are not sent as U+FFFD', () => {
  const text = `${HELLO}C: MAIL FROM:<\ufffd@b>\nS: 250 x\n${BYE}`;
  assert.match(problemsOf(text).join(), /^!4: .*raw line/);
});

test('a transcript that breaks off inside DATA closes there', () => {
  const cut = `${ENVELOPE}C: DATA\nS: 354 go\nC: Subject: x\n`;
  for (const text of [cut, `${cut}# <connection lost>\n`]) {
    assert.deepEqual(stepsOf(text, ADDRESSED), [
      '7 → DATA "DATA\\r\\n"',
      '8 ← 354 to 7',
      '9 → DATA content if 8 "Subject: x\\r\\n"',
      '10 close',
    ]);
  }
  const [content, close] = planText(cut).plan.steps.slice(-2);
  assert.deepEqual([content?.endLine, close?.line], [10, 10]);
});

test('a client that went away closes, without waiting for a reply that never came', () => {
  const lost = `${HELLO}C: NOOP\n# <connection lost>\n`;
  assert.deepEqual(stepsOf(lost), ['3 → NOOP "NOOP\\r\\n"', '4 close']);
  assert.deepEqual(stepsOf(`${HELLO}${BYE}# <connection closed>\n`), [
    '3 → QUIT "QUIT\\r\\n"',
    '4 ← 221 to 3',
  ]);
});

test('content without its dot is sent as recorded, and told', () => {
  const text = `${ENVELOPE}C: DATA\nS: 354 go\nC: Subject: x\nS: 250 ok\n${BYE}`;
  assert.match(problemsOf(text).join(), /^8: The message has no "\." line/);
});

test('a reply that is not shown is waited for behind those to earlier commands', () => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nS: 250 1\n${BYE}`;
  assert.deepEqual(stepsOf(text), [
    '3 → MAIL "MAIL FROM:<a@b>\\r\\n"',
    '4 → RCPT "RCPT TO:<c@d>\\r\\n"',
    '5 ← 250 to 3',
    '6 ← any to 4',
    '7 → QUIT "QUIT\\r\\n"',
    '8 ← 221 to 7',
  ]);
  assert.equal(planText(text).plan.steps[6]?.line, 5);
});

test('a server greets, also where the transcript does not show it', () => {
  const text = `C: EHLO a\nS: 250 mx\n${BYE}`;
  assert.deepEqual(planText(text).plan.steps.map(shownStep).slice(0, 3), [
    '0 ← any',
    '1 → EHLO "EHLO a\\r\\n"',
    '2 ← 250 to 1',
  ]);
});

test('a reply that nothing asks for may come, and is told', () => {
  const text = `${HELLO}S: 250 again\n${BYE}`;
  assert.deepEqual(stepsOf(text), [
    '3 ← 250 to 1 unasked',
    '4 → QUIT "QUIT\\r\\n"',
    '5 ← 221 to 4',
  ]);
  assert.deepEqual(problemsOf(text), [
    '4: Nothing asks for this reply: it may come in the replay, but need not.',
  ]);
  const step = planText(text).plan.steps[3];
  assert.equal(step?.kind === 'expect' && step.optional, true);
});

test('a reply whose command may be among the lines that are left out is left out too', () => {
  const text = `${HELLO}# <lines not shown>\nS: 250 again\n${BYE}`;
  assert.deepEqual(stepsOf(text), ['3 → QUIT "QUIT\\r\\n"', '4 ← 221 to 3']);
  assert.match(problemsOf(text).join(), /^5: What asks for this reply is not in the transcript/);
});

test('a login that the transcript does not show is told of, once', () => {
  const text = `${HELLO}# <authenticated>\nC: MAIL FROM:<a@b>\nS: 250 1\n${BYE}`;
  const [only, ...more] = problemsOf(text);
  assert.match(only ?? '', /^5: The client was authenticated before this/);
  assert.deepEqual(more, []);
  const shown = `${HELLO}C: AUTH PLAIN AGEAYg==\nS: 235 ok\n# <authenticated>\n${BYE}`;
  assert.deepEqual(problemsOf(shown), []);
});

test('a stray reply is waited for where a directive or raw octets ask for it', () => {
  const asked = `${HELLO}C: NOOP\nS: 250 a\n# @reply optional\nS: 250 b\n${BYE}`;
  assert.deepEqual(problemsOf(asked), []);
  const steps = planText(asked).plan.steps.filter(step => step.kind === 'expect');
  assert.deepEqual(
    steps.map(({ recorded, answers, optional }) => [recorded?.code, answers, optional]),
    [
      [220, null, undefined],
      [250, 1, undefined],
      [250, 3, undefined],
      [250, 3, true],
      [221, 6, undefined],
    ],
  );
  const raw = `${HELLO}C\\: NOOP\\r\\nNOOP\\r\\n\nS: 250 a\nS: 500 b\n${BYE}`;
  assert.deepEqual(problemsOf(raw), []);
  assert.deepEqual(stepsOf(raw).slice(1, 3), ['4 ← 250 to 3', '5 ← 500 to 3']);
});

test('computed chunks may have other sizes than the transcript announces', () => {
  const text = `${ENVELOPE}C: BDAT 99 LAST\nC: x\nS: 250 ok\n${BYE}`;
  assert.match(problemsOf(text).join(), /^8: BDAT announces 99/);
  assert.deepEqual(problemsOf(`# @chunks computed\n${text}`), []);
});

test('content that was sent too early does not wait for a 354', () => {
  const text = `${ENVELOPE}C: DATA\nC: x\nC: .\nS: 354 go\nS: 250 ok\n${BYE}`;
  assert.deepEqual(stepsOf(text, ADDRESSED).slice(0, 4), [
    '7 → DATA "DATA\\r\\n"',
    '8 → DATA content "x\\r\\n.\\r\\n"',
    '9 ← 354 to 7',
    '10 ← 250 to 8',
  ]);
});

test('LMTP: one reply a recipient after the content', () => {
  const text =
    'S: 220 mx\nC: LHLO a\nS: 250 mx\nC: MAIL FROM:<a@b>\nS: 250 1\nC: RCPT TO:<c@d>\nS: 250 2\n' +
    `C: RCPT TO:<e@d>\nS: 250 3\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 c\nS: 452 e\n${BYE}`;
  const { plan } = planText(text);
  assert.equal(plan.protocol, 'lmtp');
  assert.deepEqual(plan.recipients, ['c@d', 'e@d']);
  assert.deepEqual(plan.steps.map(shownStep).slice(11, 14), [
    '11 → DATA content if 10 "x\\r\\n.\\r\\n"',
    '12 ← 250 to 11',
    '13 ← 452 to 11',
  ]);
});

test('the recorded reply has its lines without code', () => {
  const { plan } = planText(`S: 220 mx\nC: EHLO a\nS: 250-mx\nS: 250 SIZE 9\n${BYE}`);
  const reply = plan.steps[2];
  assert.deepEqual(reply?.kind === 'expect' ? reply.recorded : null, {
    code: 250,
    lines: ['mx', 'SIZE 9'],
  });
});

test('several sessions have names of their own and the lines of the file', () => {
  const text = `# @name First\n${HELLO}${BYE}\n# --- new session ---\n${HELLO}${BYE}`;
  const plans = plansOf(text).map(({ plan }) => plan);
  assert.deepEqual(
    plans.map(plan => [plan.name, plan.steps[0]?.line]),
    [
      ['First', 2],
      ['session 2', 9],
    ],
  );
});
