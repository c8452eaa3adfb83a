import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

/** Rows as tshark prints them. */
function list(...rows: (readonly [string, string])[]): string {
  return rows
    .map(
      ([protocol, text], at) =>
        `${String(at + 1).padStart(5)}   0.00${String(at).padStart(4, '0')}    192.0.2.7 \u2192 198.51.100.25    ${protocol} 74 ${text}\n`,
    )
    .join('');
}

const OPENING: readonly (readonly [string, string])[] = [
  ['TCP', '51000 \u2192 25 [SYN] Seq=0 Win=65495 Len=0'],
  ['TCP', '25 \u2192 51000 [SYN, ACK] Seq=0 Ack=1'],
  ['SMTP', 'S: 220 mx.example ESMTP'],
  ['SMTP', 'C: EHLO client.example'],
  ['SMTP', 'S: 250-mx.example | PIPELINING | SIZE 1000 | AUTH LOGIN'],
];
const MESSAGE: readonly (readonly [string, string])[] = [
  ['SMTP', 'C: MAIL FROM:<a@client.example> | RCPT TO:<b@mx.example> | DATA'],
  ['SMTP', 'S: 250 OK | 250 OK | 354 go'],
  ['SMTP', 'C: DATA fragment, 1200 bytes'],
  ['SMTP/IMF', 'from: A <a@client.example>, subject: S: 250 x, , C: QUIT'],
  ['SMTP', 'S: 250 queued'],
];
const END: readonly (readonly [string, string])[] = [
  ['SMTP', 'C: QUIT'],
  ['SMTP', 'S: 221 bye'],
  ['TCP', '25 \u2192 51000 [FIN, ACK] Seq=458'],
  ['TCP', '51000 \u2192 25 [FIN, ACK] Seq=378'],
];

void test('rows are split where a packet holds several lines, and the message stays hidden', () => {
  const text = list(...OPENING, ...MESSAGE, ...END);
  assert.equal(dialectIn(text), 'tshark-list');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.equal(sessionsIn(text)[0]?.transactions[0]?.contentOctets, null);
  assert.deepEqual(complaintsOf(text), []);
});

void test('SYN opens a session, RST breaks it, FIN of both ends it', () => {
  const text = list(
    ...OPENING,
    ['TCP', '51000 \u2192 25 [RST, ACK] Seq=9'],
    ...OPENING,
    ...MESSAGE.slice(0, 3),
    ...END.slice(2),
  );
  assert.deepEqual(summaryOf(text), [
    'EHLO; 220 250; drop; 0 accepted',
    'EHLO MAIL RCPT DATA; 220 250 250 250 354; drop; 0 accepted',
  ]);
});

void test('AUTH answers, and TLS after which nothing is shown', () => {
  const text = list(
    ...OPENING,
    ['SMTP', 'C: AUTH LOGIN'],
    ['SMTP', 'S: 334 VXNlcm5hbWU6'],
    ['SMTP', 'C: User: YQ=='],
    ['SMTP', 'S: 334 UGFzc3dvcmQ6'],
    ['SMTP', 'C: Pass: Yg=='],
    ['SMTP', 'S: 235 ok'],
    ['SMTP', 'C: STARTTLS'],
    ['SMTP', 'S: 220 go'],
    ['TLSv1', 'Client Hello'],
    ['TLSv1.3', 'Server Hello, Application Data'],
  );
  assert.deepEqual(summaryOf(text), [
    'EHLO AUTH STARTTLS; 220 250 334 334 235 220; unknown; 0 accepted; tls',
  ]);
  const end = text.indexOf('C: STARTTLS');
  assert.equal(sessionsIn(text.slice(0, end))[0]?.authenticated, true);
});

void test('QUIT in the packet of the message, and what tshark takes for content', () => {
  assert.deepEqual(complaintsOf(list(...OPENING, ...MESSAGE, ...END.slice(1))), []);
  const refused = list(
    ...OPENING,
    ['SMTP', 'C: DATA'],
    ['SMTP', 'S: 503 no'],
    ['SMTP', 'C: DATA fragment, 31 bytes'],
    ['SMTP', 'S: 250 OK'],
  );
  assert.deepEqual(summaryOf(refused), ['EHLO DATA; 220 250 503 250; unknown; 0 accepted']);
});

void test('captures that are cut off anywhere', () => {
  for (const { name, text } of capturesOf('tshark')) {
    if (name.endsWith('-list.txt')) assertPrefixesAgree(text, 'tshark-list');
  }
});
