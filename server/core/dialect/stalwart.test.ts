import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const SAID: readonly (readonly ['S' | 'C', string])[] = [
  ['S', '220 mx.example ESMTP'],
  ['C', 'EHLO client.example'],
  ['S', '250-mx.example\\r\\n250-8BITMIME\\r\\n250 PIPELINING'],
  ['C', 'MAIL FROM:<a@b.example> BODY=8BITMIME\\r\\nRCPT TO:<c@d.example>\\r\\nDATA'],
  ['S', '250 OK\\r\\n250 OK\\r\\n354 go'],
  [
    'C',
    'From: a@b.example\\r\\nDate: Sat, 21 Nov 2026 22:30:00 +0000\\r\\n\\r\\n\\u{fc} \\"\\r\\n.',
  ],
  ['S', '250 queued'],
  ['C', 'QUIT'],
  ['S', '221 bye'],
];
const SUMMARY = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

function recent(port: number, stage: 'smtp' | 'delivery' = 'smtp'): string {
  const where = `listenerId = "smtp", remoteIp = 10.0.0.1, remotePort = ${String(port)}`;
  const read = stage === 'smtp' ? 'C' : 'S';
  return SAID.map(([party, text]) => {
    const put = party === read ? 'in' : 'out';
    return `2024-08-20T12:03:49Z TRACE Raw (${stage}.raw-${put}put) ${where}, size = 9, contents = "${text}\\r\\n"\n`;
  }).join('');
}

void test('what came in is the client in a session, the server in a delivery', () => {
  for (const stage of ['smtp', 'delivery'] as const) {
    const text = recent(59010, stage);
    assert.equal(dialectIn(text), 'stalwart');
    assert.deepEqual(summaryOf(text), [SUMMARY]);
    assert.deepEqual(contentOctetsIn(text), [66]);
    assert.deepEqual(complaintsOf(text), []);
  }
});

void test('sessions that mix are told apart by the peer', () => {
  const two = recent(2).split(/(?<=\n)/);
  const mixed = recent(1)
    .split(/(?<=\n)/)
    .flatMap((line, at) => [line, two[at] ?? '']);
  assert.deepEqual(
    sessionsIn(mixed.join('')).map(({ connection }) => connection),
    ['10.0.0.1:1', '10.0.0.1:2'],
  );
});

void test('the old form', () => {
  for (const bound of ['in', 'out']) {
    const text = SAID.map(([party, words]) => {
      const event = (party === 'S') === (bound === 'in') ? 'write' : 'read';
      return `smtp::${bound}bound::session: event="${event}" data="${words}\\r\\n" size=9\n`;
    }).join('');
    assert.equal(dialectIn(text), 'stalwart');
    assert.deepEqual(summaryOf(text), [SUMMARY]);
  }
});
