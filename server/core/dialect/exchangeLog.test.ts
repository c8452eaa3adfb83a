import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { ehloLinesOf } from './ehloKeywords.ts';
import {
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const HEADER = `#Software: Microsoft Exchange Server
#Version: 15.0.0.0
#Log-type: SMTP Receive Protocol Log
#Date: 2024-03-13T09:00:00.000Z
#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
`;
const EHLO_REPLY =
  '250  mx.example Hello [192.0.2.9] SIZE 37748736 PIPELINING STARTTLS AUTH NTLM LOGIN XOAUTH2 X-EXPS GSSAPI 8BITMIME CHUNKING XRDST';

/** Event, data, context. */
type Row = readonly [string, string, string?];

const SESSION: readonly Row[] = [
  ['+', ''],
  ['*', 'SMTPSubmit SMTPAcceptAnySender', 'Set Session Permissions'],
  ['>', '"220 mx.example ""ESMTP"", ready at Wed, 13 Mar"'],
  ['<', 'EHLO client.example'],
  ['>', EHLO_REPLY],
  ['<', 'AUTH LOGIN'],
  ['>', '334 <authentication response>'],
  ['>', '334 <authentication response>'],
  ['*', 'CONTOSO\\svc', 'authenticated'],
  ['>', '235 2.7.0 OK'],
  ['<', 'MAIL FROM:<a@b.example> SIZE=9'],
  ['*', '08D;2024;1', 'receiving message'],
  ['>', '250 2.1.0 OK'],
  ['<', 'RCPT TO:<c@d.example>'],
  ['>', '250 2.1.5 OK'],
  ['<', 'BDAT 9 LAST'],
  ['>', '250 2.6.0 queued'],
  ['<', 'QUIT'],
  ['>', '221 2.0.0 bye'],
  ['-', '', 'Local'],
];
const SUMMARY =
  'EHLO AUTH MAIL RCPT BDAT QUIT; 220 250 334 334 235 250 250 250 221; quit; 1 accepted; authenticated';

function rows(session: readonly Row[], id = '08DC42C8FF236A1F'): string[] {
  return session.map(([event, data, context = ''], at) => {
    const time = `2024-03-13T09:01:${String(at + 10)}.723Z`;
    return `${time},MX\\Default Frontend,${id},${String(at)},192.0.2.5:25,192.0.2.9:62136,${event},${data},${context}\n`;
  });
}

void test('a Receive log: > is the server', () => {
  const text = HEADER + rows(SESSION).join('');
  assert.equal(dialectIn(text), 'exchange-protocol-log');
  assert.deepEqual(summaryOf(text), [SUMMARY]);
  assert.deepEqual(contentOctetsIn(text), [null]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('a Send log: > is the client', () => {
  const swap = { '>': '<', '<': '>' } as const;
  const sent = SESSION.map(([event, ...rest]): Row => [
    event === '>' || event === '<' ? swap[event] : event,
    ...rest,
  ]);
  const text = HEADER.replace('Receive', 'Send') + rows(sent).join('');
  assert.deepEqual(summaryOf(text), [SUMMARY]);
  assert.deepEqual(summaryOf(rows(sent).join('')), [SUMMARY]);
});

void test('a part without its header, indented, with CRLF', () => {
  const text = rows(SESSION).slice(2).join('    ').replaceAll('\n', '\r\n');
  assert.equal(dialectIn(text), 'exchange-protocol-log');
  assert.deepEqual(summaryOf(text), [SUMMARY]);
});

void test('sessions that mix, and more of them than a chunk', () => {
  const one = rows(SESSION, '08DC42C8FF236A01');
  const two = rows(SESSION, '08DC42C8FF236A02');
  const three = rows(SESSION, '08DC42C8FF236A03').join('');
  const text = HEADER + one.flatMap((row, at) => [row, two[at] ?? '']).join('') + three;
  assert.deepEqual(summaryOf(text), [SUMMARY, SUMMARY, SUMMARY]);
  assert.deepEqual(
    sessionsIn(text).map(({ connection }) => connection?.slice(-2)),
    ['01', '02', '03'],
  );
});

void test('the numbers tell the order', () => {
  const inOrder = rows(SESSION);
  const shuffled = inOrder.with(13, inOrder[12] ?? '').with(12, inOrder[13] ?? '');
  assert.deepEqual(summaryOf(HEADER + shuffled.join('')), [SUMMARY]);
  assert.deepEqual(summaryOf(HEADER + inOrder.toReversed().join('')), [SUMMARY]);
});

void test('columns in another order, named or not', () => {
  const order = [6, 7, 2, 3, 0, 8, 1, 4, 5];
  const move = (cells: readonly string[]): string => order.map(at => cells[at] ?? '').join(',');
  const names = HEADER.split('#Fields: ')[1]?.trim().split(',') ?? [];
  const simple = SESSION.filter(([, data]) => !data.includes('"'));
  const moved = rows(simple).map(row => `${move(row.trimEnd().split(','))}\n`);
  const both = moved.join('') + moved.join('').replaceAll('6A1F', '6A2F');
  const summary = SUMMARY.replace('220 ', '');
  assert.deepEqual(summaryOf(`#Fields: ${move(names)}\n${both}`), [summary, summary]);
});

void test('TLS, and connections that break', () => {
  const secure: readonly Row[] = [
    ...SESSION.slice(0, 5),
    ['<', 'STARTTLS'],
    ['>', '220 go'],
    ['*', '', '"TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using, this and that"'],
    ['<', 'EHLO client.example'],
    ['-', '', 'Remote(SocketError)'],
  ];
  assert.match(summaryOf(HEADER + rows(secure).join(''))[0] ?? '', /; drop; .*; tls$/);
});

void test('what the joined EHLO reply says', () => {
  assert.deepEqual(ehloLinesOf(EHLO_REPLY), [
    'mx.example Hello [192.0.2.9]',
    'SIZE 37748736',
    'PIPELINING',
    'STARTTLS',
    'AUTH NTLM LOGIN XOAUTH2',
    'X-EXPS GSSAPI',
    '8BITMIME',
    'CHUNKING',
    'XRDST',
  ]);
  assert.equal(ehloLinesOf('250 mx.example Hello'), undefined);
  assert.equal(ehloLinesOf('550 SIZE'), undefined);
});

void test('other logs of Exchange are none', () => {
  const tracking =
    '#Log-type: Message Tracking Log\n#Fields: date-time,client-ip,event-id,custom-data\n';
  assert.notEqual(dialectIn(tracking), 'exchange-protocol-log');
});
