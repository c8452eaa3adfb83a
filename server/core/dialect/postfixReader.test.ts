import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

const STAMP = 'Nov 21 22:44:14 mx postfix';

function smtpd(pid: number, ...messages: readonly string[]): string {
  return messages.map(text => `${STAMP}/smtpd[${String(pid)}]: ${text}\n`).join('');
}

function smtp(pid: number, ...messages: readonly string[]): string {
  return messages.map(text => `${STAMP}/smtp[${String(pid)}]: ${text}\n`).join('');
}

const PEER = 'mail.example[192.0.2.1]';

/** What smtp(8) logs of a session up to its QUIT. */
function delivery(pid: number, peer: string): string {
  return smtp(
    pid,
    `smtp_connect_addr: trying: ${PEER} port 25...`,
    `< ${peer}: 220 mail.example ESMTP`,
    `> ${peer}: EHLO mx`,
    `< ${peer}: 250-mail.example`,
    `< ${peer}: 250 SIZE 10240000`,
    'server features: 0x100b size 10240000',
    `> ${peer}: MAIL FROM:<a@mx> SIZE=1`,
    `< ${peer}: 250 2.1.0 Ok`,
    `> ${peer}: RCPT TO:<b@mail.example>`,
    `< ${peer}: 250 2.1.5 Ok`,
    `> ${peer}: DATA`,
    `< ${peer}: 354 go on`,
    `> ${peer}: .`,
    `< ${peer}: 250 2.0.0 queued`,
    `> ${peer}: QUIT`,
  );
}

const DELIVERED = '220 250 250 250 354 250 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted';

test('smtp: the reply to QUIT is never logged, and the message is not either', () => {
  const { dialect, rows } = dialogueIn(delivery(7, `${PEER}:25`) + smtp(7, 'connection closed'));
  assert.equal(dialect, 'postfix-smtp-v');
  assert.deepEqual(rows, [`7 ${PEER}:25: ${DELIVERED}`]);
});

test('smtp: one process, one session after the other, to the same peer', () => {
  const text = delivery(7, `${PEER}:25`) + delivery(7, `${PEER}:25`);
  assert.deepEqual(dialogueIn(text).rows, [
    `7 ${PEER}:25: ${DELIVERED}`,
    `7 ${PEER}:25: ${DELIVERED}`,
  ]);
});

test('smtp: two processes at the same time', () => {
  const [one, other] = [delivery(7, `${PEER}:25`), delivery(8, `${PEER}:25`)];
  const lines = one.split('\n').flatMap((line, at) => [line, other.split('\n')[at] ?? '']);
  assert.equal(dialogueIn(lines.join('\n')).rows.length, 2);
  assert.ok(dialogueIn(lines.join('\n')).rows.every(row => row.endsWith(DELIVERED)));
});

test('smtp: attempts to connect that fail are no sessions', () => {
  const failed = smtp(
    7,
    'smtp_connect_addr: trying: a.example[2001:db8::1] port 25...',
    'connect to a.example[2001:db8::1]:25: Connection refused',
  );
  assert.equal(dialogueIn(failed + delivery(7, `${PEER}:25`)).rows.length, 1);
});

test('smtp: EOF and timeouts end the connection', () => {
  const peer = `${PEER}:25`;
  const start = smtp(7, `< ${peer}: 220 mail.example`, `> ${peer}: EHLO mx`);
  const [lost] = dialogueIn(start + smtp(7, 'smtp_get: EOF')).rows;
  assert.equal(lost, `7 ${peer}: 220 | EHLO | drop`);
  const [late] = dialogueIn(start + smtp(7, 'smtp_get: timeout')).rows;
  assert.equal(late, `7 ${peer}: 220 | EHLO | drop`);
});

test('smtp: sessions whose TLS is logged', () => {
  const peer = `${PEER}:465`;
  const text = smtp(
    7,
    `< ${peer}: 220 mail.example`,
    `Untrusted TLS connection established to ${peer}: TLSv1.3 with cipher X`,
    `> ${peer}: EHLO mx`,
    `< ${peer}: 250 mail.example`,
  );
  assert.equal(dialogueIn(text).sessions[0]?.tls, true);
});

test('lmtp: a socket is a peer, and there is a reply for each recipient', () => {
  const peer = 'mx[private/dovecot-lmtp]';
  const text = smtp(
    9,
    `< ${peer}: 220 mx LMTP`,
    `> ${peer}: LHLO mx`,
    `< ${peer}: 250 mx`,
    `> ${peer}: MAIL FROM:<a@b.example>`,
    `< ${peer}: 250 ok`,
    `> ${peer}: RCPT TO:<c@mx>`,
    `< ${peer}: 250 ok`,
    `> ${peer}: RCPT TO:<d@mx>`,
    `< ${peer}: 250 ok`,
    `> ${peer}: DATA`,
    `< ${peer}: 354 ok`,
    `> ${peer}: .`,
    `< ${peer}: 250 saved`,
    `< ${peer}: 452 full`,
    `> ${peer}: QUIT`,
  ).replaceAll('/smtp[', '/lmtp[');
  assert.equal(dialogueIn(text).models[0]?.protocol, 'LMTP');
  assert.deepEqual(
    dialogueIn(text).sessions[0]?.replyCodes,
    [220, 250, 250, 250, 250, 354, 250, 452],
  );
});

test('smtpd: peers with a port, RFC 3339 stamps, other service names, warnings', () => {
  const text = smtpd(
    5,
    'warning: hostname x.example does not resolve to address 192.0.2.9',
    'connect from unknown[192.0.2.9]:4711',
    '> unknown[192.0.2.9]:4711: 220 mx ESMTP',
    'warning: unknown[192.0.2.9]: SASL LOGIN authentication failed',
    '< unknown[192.0.2.9]:4711: EHLO c',
    '> unknown[192.0.2.9]:4711: 250 mx',
    '< unknown[192.0.2.9]:4711: QUIT',
    '> unknown[192.0.2.9]:4711: 221 Bye',
    'disconnect from unknown[192.0.2.9]:4711 ehlo=1 quit=1 commands=2',
  )
    .replaceAll('Nov 21 22:44:14', '2026-11-21T22:44:03.123456+00:00')
    .replaceAll('postfix/smtpd', 'postfix-in/submission/smtpd');
  const { dialect, rows, models } = dialogueIn(text);
  assert.equal(dialect, 'postfix-smtpd-v');
  assert.deepEqual(rows, ['5: 220 250 221 | EHLO QUIT | quit']);
  assert.equal(models[0]?.exchanges[0]?.command.time, Date.UTC(2026, 10, 21, 22, 44, 3, 123));
});

test('smtpd: what it says to a proxy filter belongs to no client', () => {
  const text = smtpd(
    5,
    '> c[192.0.2.9]: 220 mx ESMTP',
    '< 127.0.0.1:10025: 220 filter',
    '> 127.0.0.1:10025: EHLO mx',
    '< [::1]:10025: 250 filter',
    '< c[192.0.2.9]: QUIT',
    '> c[192.0.2.9]: 221 Bye',
  );
  assert.deepEqual(dialogueIn(text).rows, ['5: 220 221 | QUIT | quit']);
});

test('both processes in one log: sessions of both, each with what its process hides', () => {
  const server = smtpd(
    5,
    'connect from c[192.0.2.9]',
    '> c[192.0.2.9]: 220 mx ESMTP',
    '< c[192.0.2.9]: EHLO c',
    '> c[192.0.2.9]: 250 mx',
    '< c[192.0.2.9]: QUIT',
    'lost connection after QUIT from c[192.0.2.9]',
    'disconnect from c[192.0.2.9]',
  );
  for (const text of [
    server + delivery(7, `${PEER}:25`),
    delivery(7, `${PEER}:25`) + smtp(7, 'connection closed') + server,
  ]) {
    assert.deepEqual([...dialogueIn(text).rows].sort(), [
      '5: 220 250 | EHLO QUIT | quit-noreply',
      `7 ${PEER}:25: ${DELIVERED}`,
    ]);
  }
});

test('summaries are no dialogue', () => {
  const text = smtpd(
    5,
    'connect from c[192.0.2.9]',
    'NOQUEUE: reject: RCPT from c[192.0.2.9]: 550 5.1.1 <x@mx>: unknown; to=<x@mx>',
    'disconnect from c[192.0.2.9] ehlo=1 rcpt=0/1 quit=1 commands=2/3',
  );
  assert.notEqual(dialogueIn(text).dialect, 'postfix-smtpd-v');
});

test('hostile lines', () => {
  for (const line of [
    `${STAMP}/smtpd[`,
    `${STAMP}/smtpd[5]: > `,
    `${STAMP}/smtpd[5]: < c[`,
    `${STAMP}/smtp[5]: > c[192.0.2.9]:`,
    `${STAMP}/smtp[5]: < c[192.0.2.9]:25:`,
    '['.repeat(2000),
  ]) {
    assert.ok(dialogueIn(`${delivery(7, `${PEER}:25`)}${line}\n`).rows.length >= 1);
  }
});

test('lines that stand in JSON are escaped, and nothing is guessed of them', () => {
  const text = smtpd(7, `> ${PEER}: 220 mx`, `< ${PEER}: QUIT`, `> ${PEER}: 221 bye`);
  const wrapped = text.replaceAll(/.+/g, line => `{"log":"${line}\\n","stream":"stdout"}`);
  assert.deepEqual(dialogueIn(wrapped).rows, []);
});
