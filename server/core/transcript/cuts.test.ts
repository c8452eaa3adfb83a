import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { dialectOf } from '../dialect/probe.ts';
import { readTranscript } from './readTranscript.ts';

/** How many sessions there are in each chunk of a log. */
function cutsOf(text: string, id: string): number[] {
  const dialect = dialectOf(id);
  assert.ok(dialect);
  const options = { scanner: bufferScanner, dialect };
  return Array.from(readTranscript(Buffer.from(text), options), chunk => chunk.sessions.length);
}

/** What a process of sendmail logs with -X, as server; nothing tells of the end. */
function sendmail(pid: number): string {
  const lines = ['>>> 220 mx', '<<< EHLO c\r', '>>> 250 mx', '<<< QUIT\r', '>>> 221 bye'];
  return lines.map(line => `${String(pid)} ${line}\n`).join('');
}

test('a log without lines for the end of a connection is cut where a greeting opens the next', () => {
  assert.deepEqual(cutsOf(sendmail(1) + sendmail(2) + sendmail(3), 'sendmail-X'), [1, 1, 1]);
});

const PEER = 'mx.example[192.0.2.1]:25';

/** A delivery by smtp(8) that leaves the connection open for the next. */
function delivery(pid: number, hour: string, ...more: readonly string[]): string {
  return [
    'smtp_connect_addr: trying: mx.example[192.0.2.1] port 25...',
    `< ${PEER}: 220 mx`,
    `> ${PEER}: EHLO c`,
    `< ${PEER}: 250 mx`,
    ...more,
  ]
    .map(text => `Nov 21 ${hour}:44:14 mx postfix/smtp[${String(pid)}]: ${text}\n`)
    .join('');
}

test('a connection that was silent for hours is given up', () => {
  const late = delivery(2, '09') + delivery(3, '12');
  assert.deepEqual(cutsOf(delivery(1, '06') + late, 'postfix-smtp-v'), [1, 1, 1]);
});

test('one that may go on is not', () => {
  assert.deepEqual(cutsOf(delivery(1, '06') + delivery(2, '06'), 'postfix-smtp-v'), [2]);
});

test('an answer to QUIT that is never printed is not waited for', () => {
  const quit = delivery(1, '06', `> ${PEER}: QUIT`);
  const noise = 'Nov 21 06:44:14 mx postfix/qmgr[9]: something else\n'.repeat(1500);
  assert.deepEqual(cutsOf(quit + noise + delivery(2, '06'), 'postfix-smtp-v'), [1, 1]);
});
