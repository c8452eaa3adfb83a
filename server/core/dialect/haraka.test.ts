import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

const ID = '87333DD0-F4C5-4EAB-9ECC-70B2B6006624';

function log(id: string, ...lines: readonly string[]): string {
  return lines
    .map(line =>
      /^[CS]: /.test(line)
        ? `[PROTOCOL] [${id}] [core] ${line}\n`
        : `[NOTICE] [${id}] [core] ${line}\n`,
    )
    .join('');
}

const SESSION = [
  'connect ip=192.0.2.1 port=49486 local_ip=127.0.0.1 local_port=25',
  'S: 220 mx ESMTP Haraka ready',
  'C: EHLO c.example state=1',
  'S: 250-mx Hello',
  'S: 250 PIPELINING',
  'C: MAIL FROM:<a@b.example> state=1',
  'S: 250 ok',
  'C: RCPT TO:<c@mx> state=1',
  'S: 250 ok',
  'C: DATA state=1',
  'S: 354 go ahead',
  'S: 250 Queued',
  'C: QUIT state=1',
  'S: 221 bye',
  'disconnect ip=192.0.2.1 rcpts=1/0/0 msgs=1/0/0',
];
const DONE = '220 250 250 250 354 250 221 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted';

test("the client's lines end with a state that was not on the wire", () => {
  const { dialect, rows, sessions } = dialogueIn(log(ID, ...SESSION));
  assert.equal(dialect, 'haraka-protocol');
  assert.deepEqual(rows, [`${ID}: ${DONE}`]);
  assert.equal(sessions[0]?.transactions[0]?.from, 'a@b.example');
});

test('long lines keep their end, and transactions have numbers', () => {
  const long = `C: NOOP ${'x'.repeat(900)} state=1`;
  const text = log(ID, ...SESSION.slice(0, 5)) + log(`${ID}.1`, long, 'S: 250 ok');
  const noop = dialogueIn(text).models[0]?.exchanges[1]?.command;
  assert.equal((noop?.span.end ?? 0) - (noop?.span.start ?? 0), 905);
});

test('connections interleave, and go out as well', () => {
  const other = ID.replace('8', '9');
  const [one, two] = [log(ID, ...SESSION), log(other, ...SESSION)].map(text => text.split('\n'));
  const text = (one ?? []).flatMap((line, at) => [line, two?.[at] ?? '']).join('\n');
  assert.deepEqual(dialogueIn(text).rows, [`${ID}: ${DONE}`, `${other}: ${DONE}`]);
  const out = log(`${ID}.1.1`, ...SESSION.slice(1, 5)).replaceAll('[core]', '[outbound]');
  assert.deepEqual(dialogueIn(log(ID, ...SESSION) + out).rows, [
    `${ID}: ${DONE}`,
    `${ID}.1.1 outbound: 220 250 | EHLO | unknown`,
  ]);
});

test('what goes out: line ends written out, a dot, QUIT without an answer', () => {
  const text = [
    'S: 220 m.example ESMTP\\r\\n',
    'C: EHLO mx',
    'S: 250-m.example\\r\\n',
    'S: 250 PIPELINING\\r\\n',
    'C: MAIL FROM:<a@mx>',
    'S: 250 ok\\r\\n',
    'C: RCPT TO:<b@m.example>',
    'S: 250 ok\\r\\n',
    'C: DATA',
    'S: 354 go on\\r\\n',
    'C: .',
    'S: 250 queued\\r\\n',
    'C: QUIT',
  ]
    .map(line => `2026-07-23 22:34:01.270000500  [PROTOCOL] [${ID}.1.1] [outbound] ${line}\n`)
    .join('');
  const { rows, models } = dialogueIn(text);
  assert.deepEqual(rows, [
    `${ID}.1.1 outbound: 220 250 250 250 354 250 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted`,
  ]);
  const line = models[0]?.exchanges[1]?.replies[0]?.lines[0];
  assert.equal((line?.text.end ?? 0) - (line?.text.start ?? 0), 2);
});

test('without a UUID, with a stamp, and dropped', () => {
  const text = log(ID, ...SESSION.slice(1, 5))
    .replaceAll(`[${ID}] `, '')
    .replaceAll(/^(?=.)/gm, '2026-11-21T22:44:03.123Z ');
  assert.deepEqual(dialogueIn(text).rows, ['220 250 | EHLO | unknown']);
  const lost = log(ID, ...SESSION.slice(0, 6), 'client c [192.0.2.1] dropped connection');
  assert.equal(dialogueIn(lost).sessions[0]?.endedBy, 'drop');
});
