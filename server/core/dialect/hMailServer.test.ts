import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

function line(part: 'SMTPD' | 'SMTPC' | 'POP3D', session: number, text: string): string {
  return `"${part}"\t4532\t${String(session)}\t"2026-02-12 02:35:40.970"\t"192.0.2.9"\t"${text}"\r\n`;
}

test('the server, its client, and other protocols in one log', () => {
  const text = [
    '"TCPIP"\t4532\t"2026-02-12 02:35:40.970"\t"TCP - 192.0.2.9 connected to 192.0.2.1:25."\r\n',
    line('SMTPD', 154, 'SENT: 220 mx ESMTP'),
    line('POP3D', 154, 'SENT: +OK POP3'),
    line('SMTPC', 154, 'RECEIVED: 220 m.example ESMTP'),
    line('SMTPD', 154, 'RECEIVED: EHLO c'),
    line('SMTPD', 154, 'SENT: 250-mx[nl]250-SIZE 20480000[nl]250 AUTH LOGIN PLAIN'),
    line('SMTPC', 154, 'SENT: HELO mx'),
    line('SMTPC', 154, 'RECEIVED: 250 Hello.'),
    line('SMTPD', 154, 'RECEIVED: AUTH LOGIN'),
    line('SMTPD', 154, 'SENT: 334 VXNlcm5hbWU6'),
    line('SMTPD', 154, 'RECEIVED: YWxpY2U='),
    line('SMTPD', 154, 'SENT: 334 UGFzc3dvcmQ6'),
    line('SMTPD', 154, 'RECEIVED: ***'),
    line('SMTPD', 154, 'SENT: 235 authenticated.'),
    line('SMTPD', 154, 'RECEIVED: QUIT'),
    line('SMTPD', 154, 'SENT: 221 goodbye'),
  ].join('');
  const { dialect, rows, models } = dialogueIn(text);
  assert.equal(dialect, 'hmailserver');
  assert.deepEqual(rows, [
    '154: 220 250 334 334 235 221 | EHLO AUTH QUIT | quit | authenticated',
    '154 client: 220 250 | HELO | unknown',
  ]);
  const auth = models[0]?.exchanges[1];
  assert.deepEqual(
    auth?.responses.map(response => response.masked),
    [false, true],
  );
  assert.equal(models[0]?.exchanges[0]?.replies[0]?.lines.length, 3);
});

test('half a line at the end', () => {
  const whole = line('SMTPD', 1, 'SENT: 220 mx') + line('SMTPD', 1, 'RECEIVED: EHLO c');
  for (let cut = 0; cut < whole.length; cut++) assert.ok(dialogueIn(whole.slice(0, cut)));
});
