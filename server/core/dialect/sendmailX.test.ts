import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

/** Lines of one process. */
function lines(pid: number, ...texts: readonly string[]): string {
  return texts.map(text => `${String(pid)} ${text}\n`).join('');
}

const SERVER = [
  '>>> 220 mx ESMTP Sendmail',
  '<<< EHLO c\r',
  '>>> 250-mx',
  '>>> 250 HELP',
  '<<< MAIL FROM:<a@b.example>\r',
  '>>> 250 ok',
  '<<< RCPT TO:<c@mx>\r',
  '>>> 250 ok',
  '<<< DATA\r',
  '>>> 354 go on',
  '<<< Subject: x\r',
  '<<< \r',
  '<<< 250 not a reply\r',
  '<<< QUIT\r',
  '<<< .\r',
  '>>> 250 ok',
  '<<< QUIT\r',
  '>>> 221 bye',
];
const CLIENT = [
  '<<< From: a@mx',
  '<<< ',
  '<<< 220 not a greeting',
  '<<< [EOF]',
  '=== CONNECT m.example',
  '<<< 220 m.example ESMTP\r',
  '>>> EHLO mx',
  '<<< 250 m.example\r',
  '>>> MAIL From:<a@mx>',
  '<<< 250 ok\r',
  '>>> RCPT To:<b@m.example>',
  '<<< 250 ok\r',
  '>>> DATA',
  '<<< 354 go on\r',
  '>>> From: a@mx',
  '>>> ',
  '>>> 220 not a greeting',
  '>>> .',
  '<<< 250 ok\r',
  '>>> This is a MIME-encapsulated message',
  '>>> >>> DATA',
  '>>> <<< 550 no',
  '>>> 550 5.1.1 no',
  '>>> QUIT',
  '<<< 221 bye\r',
];
const DONE = '220 250 250 250 354 250 221 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted';

test('what a process writes first tells which part it plays', () => {
  const { dialect, rows } = dialogueIn(lines(11, ...SERVER) + lines(12, ...CLIENT));
  assert.equal(dialect, 'sendmail-X');
  assert.deepEqual(rows, [`11: ${DONE}`, `12: ${DONE}`]);
});

test('both at the same time', () => {
  const text = CLIENT.map(
    (line, at) => lines(12, line) + (SERVER[at] === undefined ? '' : lines(11, SERVER[at])),
  ).join('');
  assert.deepEqual([...dialogueIn(text).rows].sort(), [`11: ${DONE}`, `12: ${DONE}`]);
});

test('the content is shown', () => {
  const [server] = dialogueIn(lines(11, ...SERVER)).sessions;
  assert.equal(
    server?.transactions[0]?.contentOctets,
    'Subject: x\n\n250 not a reply\nQUIT\n'.length + 4,
  );
});

test('a client that is gone gets no 421', () => {
  const text = lines(11, ...SERVER.slice(0, 12), '<<< half a line[EOF]', '>>> 421 4.4.1 collect');
  assert.deepEqual(dialogueIn(text).rows, ['11: 220 250 250 250 354 | EHLO MAIL RCPT DATA | drop']);
});

test('a mailer that a server runs is no SMTP', () => {
  const text = lines(
    11,
    ...SERVER.slice(0, -2),
    '=== EXEC procmail -Y -a  -d c',
    '>>> Subject: x',
    '>>> 250 not a reply',
    ...SERVER.slice(-2),
  );
  assert.deepEqual(dialogueIn(text).rows, [`11: ${DONE}`]);
});

test('a part without its beginning', () => {
  assert.deepEqual(dialogueIn(lines(11, ...SERVER.slice(4))).sessions[0]?.commands, [
    'MAIL',
    'RCPT',
    'DATA',
    'QUIT',
  ]);
  assert.deepEqual(dialogueIn(lines(12, ...CLIENT.slice(8))).sessions[0]?.commands, [
    'MAIL',
    'RCPT',
    'DATA',
    'QUIT',
  ]);
});

test('a body line that spells the end of the input is none', () => {
  const text = lines(11, ...SERVER.slice(0, 11), '<<< [EOF]\r', ...SERVER.slice(11));
  assert.deepEqual(dialogueIn(text).rows, [`11: ${DONE}`]);
});

test('a time-out is no command, and what is logged after it was not sent', () => {
  const text = lines(
    11,
    ...SERVER.slice(0, 6),
    '<<< [TIMEOUT]',
    '>>> 421 4.4.1 Lost input channel',
  );
  assert.deepEqual(dialogueIn(text).rows, ['11: 220 250 250 | EHLO MAIL | eof']);
});
