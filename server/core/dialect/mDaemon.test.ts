import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

function log(session: string, ...texts: readonly string[]): string {
  return texts.map(text => `Sat 2026-07-25 12:58:47: 03: [${session}] ${text}\r\n`).join('');
}

const INBOUND = log(
  '514116',
  'Session 514116; child 0001',
  'Accepting SMTP connection from [192.0.2.20:63750] to [192.0.2.10:25]',
  '--> 220-mx ESMTP',
  '--> 220 *',
  '<-- EHLO c.example',
  '--> 250-mx',
  '--> 250 SIZE',
  '<-- QUIT',
  '--> 221 See ya',
  'SMTP session terminated (Bytes in/out: 55/266)',
);

test('--> is what MDaemon sent: as the server', () => {
  const { dialect, rows, models } = dialogueIn(INBOUND);
  assert.equal(dialect, 'mdaemon');
  assert.deepEqual(rows, ['514116: 220 250 221 | EHLO QUIT | quit']);
  assert.equal(models[0]?.exchanges[0]?.command.time, Date.UTC(2026, 6, 25, 12, 58, 47));
});

test('and as the client', () => {
  const out = log('7', 'Session 7; child 0002', '<-- 220 m.example', '--> EHLO mx', '<-- 250 ok');
  assert.deepEqual(dialogueIn(INBOUND + out).rows, [
    '514116: 220 250 221 | EHLO QUIT | quit',
    '7: 220 250 | EHLO | unknown',
  ]);
});

test('other protocols have the same shape', () => {
  const pop = log('9', '--> +OK mx POP service ready', '<-- USER a', '--> +OK a... Recipient ok');
  assert.notEqual(dialogueIn(pop).dialect, 'mdaemon');
});
