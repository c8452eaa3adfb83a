import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

/** Lines of one connection; those that begin with "!" have no address. */
function lines(address: string, ...texts: readonly string[]): string {
  return texts
    .map(text => (text.startsWith('!') ? `${text.slice(1)}\n` : `smtp: ${address}: ${text}\n`))
    .join('');
}

const TO_DATA = [
  'connected to listener 0x1 [hostname=mx, port=25, tag=]',
  'STATE_NEW -> STATE_CONNECTED',
  '>>> 220 mx ESMTP OpenSMTPD',
  '<<< EHLO c',
  '>>> 250-mx',
  '>>> 250 HELP',
  '<<< MAIL FROM:<a@b.example>',
  '>>> 250 2.0.0 Ok',
  '<<< RCPT TO:<c@mx>',
  '>>> 250 2.1.5 Ok',
  '<<< DATA',
  '>>> 354 go on',
  'STATE_HELO -> STATE_BODY',
];
const MESSAGE = [
  '!<<< [MSG] Subject: x',
  '!<<< [MSG] ',
  '!<<< [MSG] 250 not a reply',
  '!<<< [MSG] ..dot',
  '!<<< [MSG] .',
  '!<<< [EOM]',
];
const AFTER = ['>>> 250 2.0.0 accepted', 'STATE_BODY -> STATE_HELO', '<<< QUIT', '>>> 221 Bye'];
const DONE = '220 250 250 250 354 250 221 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted';

test('content lines lack the address', () => {
  const { dialect, rows, sessions } = dialogueIn(lines('0x1', ...TO_DATA, ...MESSAGE, ...AFTER));
  assert.equal(dialect, 'opensmtpd-trace');
  assert.deepEqual(rows, [`0x1: ${DONE}`]);
  const octets = 'Subject: x\r\n\r\n250 not a reply\r\n.dot\r\n'.length;
  assert.equal(sessions[0]?.transactions[0]?.contentOctets, octets);
});

test('two messages at the same time cannot be told apart', () => {
  const text =
    lines('0x1', ...TO_DATA, ...MESSAGE.slice(0, 2)) +
    lines('0x2', ...TO_DATA, ...MESSAGE) +
    lines('0x1', ...MESSAGE.slice(2), ...AFTER) +
    lines('0x2', ...AFTER);
  const { rows, sessions } = dialogueIn(text);
  assert.deepEqual(rows, [`0x1: ${DONE}`, `0x2: ${DONE}`]);
  assert.deepEqual(
    sessions.map(session => session.transactions[0]?.contentOctets),
    [null, null],
  );
});

test('an address is used again, and a session id ends the session', () => {
  const one = lines('0x1', ...TO_DATA.slice(0, 2), '!3ada84226384eb92 smtp connected address=c');
  const text =
    one + lines('0x1', ...TO_DATA.slice(2), '!3ada84226384eb92 smtp disconnected reason=x');
  assert.deepEqual(dialogueIn(text + text).rows, [
    '0x1: 220 250 250 250 354 | EHLO MAIL RCPT DATA | drop',
    '0x1: 220 250 250 250 354 | EHLO MAIL RCPT DATA | drop',
  ]);
});

test('a reply to what was thrown away unread is not one that nobody asked for', () => {
  const text = lines(
    '0x1',
    ...TO_DATA.slice(0, 6),
    '>>> 500 5.5.1 Invalid command: Pipelining not supported',
  );
  const [stray] = dialogueIn(text).models[0]?.steps.filter(step => step.kind === 'stray') ?? [];
  assert.equal(stray?.kind === 'stray' && stray.unseen, true);
});

test('as a client it reads what the server says', () => {
  const text = 'mta: 0x5: <<< 220 m.example\nmta: 0x5: >>> EHLO mx\nmta: 0x5: <<< 250 m.example\n';
  assert.deepEqual(dialogueIn(text).rows, ['0x5: 220 250 | EHLO | unknown']);
});

test('lines that syslog wrote', () => {
  const text = lines('0x1', ...TO_DATA, ...MESSAGE, ...AFTER).replaceAll(
    /^(?=.)/gm,
    'Nov 21 22:44:14 mx smtpd[123]: ',
  );
  assert.deepEqual(dialogueIn(text).rows, [`0x1: ${DONE}`]);
});

test('the bounce that OpenSMTPD hands to itself is a session of its own', () => {
  const file = new URL(
    '../../../test/corpus/opensmtpd/T-smtp-relay-both-sides.txt',
    import.meta.url,
  );
  assert.deepEqual(dialogueIn(readFileSync(file)).rows, [
    '0x55ced4002780: 220 250 250 250 250 354 250 221 | EHLO MAIL RCPT RCPT DATA QUIT | quit | 1 accepted',
    `0x55ced40030b0: ${DONE}`,
  ]);
});
