import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { smtp } from '../dialect/smtp.ts';
import { plainScanner } from '../octets/plainScanner.ts';
import { readChunk } from './readTranscript.ts';
import { unansweredOf } from './unanswered.ts';

function missing(text: string): string[] {
  const chunk = readChunk(plainScanner.encode(text), { scanner: plainScanner, dialect: smtp });
  return chunk.sessions.flatMap(session =>
    unansweredOf(session).map(({ exchange, phase }) => `${exchange.command.verb} ${phase}`),
  );
}

const START = 'S: 220 mx\nC: EHLO c\nS: 250-mx\nS: 250 PIPELINING\n';
const PLAIN = 'S: 220 mx\nC: EHLO c\nS: 250 mx\n';

test('the last of a group that may be pipelined, the first of one that may not', () => {
  const group = 'C: NOOP\nC: RSET\nS: 250 OK\nC: QUIT\nS: 221 Bye\n';
  assert.deepEqual(missing(START + group), ['RSET command']);
  assert.deepEqual(missing(PLAIN + group), ['NOOP command']);
});

test('one report for a group without any reply', () => {
  assert.deepEqual(missing(`${PLAIN}C: NOOP\nC: NOOP\nC: NOOP\n`), ['NOOP command']);
});

test('nothing where the connection or the excerpt ends, and for QUIT', () => {
  assert.deepEqual(missing(`${START}C: NOOP\n# <connection lost>\n`), []);
  assert.deepEqual(missing(`# @excerpt end\n${START}C: NOOP\n`), []);
  assert.deepEqual(missing(`${START}C: QUIT\n`), []);
  assert.deepEqual(missing(`${START}C: NOOP\nS: 421 closing\n`), []);
});

test('an AUTH response without a reply', () => {
  const auth = 'C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YQ==\n';
  assert.deepEqual(missing(START + auth), ['AUTH command']);
});

test('not the rest of a group whose replies the excerpt does not show', () => {
  const group = 'C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: RSET\nS: 250 OK\nS: 450 no\n';
  assert.deepEqual(missing(`# @excerpt end\n${START}${group}`), []);
  assert.deepEqual(missing(`${START}${group}C: QUIT\nS: 221 Bye\n`), ['RSET command']);
});
