import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FactsText } from './parseText.ts';
import type { SessionFacts } from './sessionFacts.ts';
import { styleFor } from './style.ts';

const plain = styleFor('plain');

const SESSION: SessionFacts = {
  firstLine: 1,
  lastLine: 40,
  connection: null,
  commands: ['EHLO', 'MAIL', 'RCPT', 'RCPT', 'RCPT', 'DATA', 'QUIT'],
  replyCodes: [220, 250, 250, 250, 250, 550, 354, 250, 221],
  transactions: [
    {
      from: 'a@example.org',
      recipients: [
        { to: 'b@example.net', code: 250 },
        { to: 'c@example.net', code: null },
      ],
      contentOctets: 812,
      code: 250,
      accepted: true,
    },
  ],
  messagesAccepted: 1,
  endedBy: 'quit',
  tls: true,
  authenticated: true,
};

function render(session: Partial<SessionFacts>): readonly string[] {
  return renderAll([{ ...SESSION, ...session }]).split('\n');
}

function renderAll(sessions: readonly SessionFacts[], most?: number): string {
  const text = new FactsText({ file: 'a.smtp', dialect: 'smtp' }, plain, most);
  for (const session of sessions) {
    text.add(session);
    text.count({ sessions: 1, messages: session.messagesAccepted });
  }
  return text.render();
}

test('a session at a glance', () => {
  assert.deepEqual(render({ connection: '2318' }), [
    'a.smtp  smtp, 1 session',
    '  session 1  lines 1–40, connection 2318, TLS, authenticated, ended by QUIT',
    '    commands  EHLO MAIL RCPT ×3 DATA QUIT',
    '    replies   220 250 ×4 550 354 250 221',
    '    message   <a@example.org> → <b@example.net> 250, <c@example.net> no reply: accepted (250), 812 octets',
    '',
  ]);
});

test('what there is nothing of is said', () => {
  const [, , commands, replies] = render({ commands: [], replyCodes: [], transactions: [] });
  assert.deepEqual([commands, replies], ['    commands  none', '    replies   none']);
  assert.equal(renderAll([]), 'a.smtp  smtp, no sessions\n');
});

test('of many sessions the first are shown, and all are counted', () => {
  const lines = renderAll([SESSION, SESSION, SESSION, SESSION], 2).split('\n');
  assert.equal(lines[0], 'a.smtp  smtp, 4 sessions');
  assert.equal(lines.filter(line => line.startsWith('  session ')).length, 2);
  assert.deepEqual(lines.slice(-3), [
    '  … and 2 more sessions (--format json shows all)',
    '  messages accepted in all: 4',
    '',
  ]);
});

test('long lists are cut and counted, long names cut', () => {
  const recipients = Array.from({ length: 100 }, (_, at) => ({ to: `u${at}@x`, code: 250 }));
  const [transaction] = SESSION.transactions;
  assert.ok(transaction);
  const long = { ...transaction, from: 'x'.repeat(5000), recipients };
  const [, , commands = '', , message = ''] = render({
    commands: Array.from({ length: 100 }, (_, at) => `V${at}`),
    transactions: [long],
  });
  assert.match(commands, /V39 … and 60 more$/);
  assert.match(message, /<u39@x> 250, … and 60 more: accepted/);
  assert.ok(message.length < 1000);
});

test('nothing of the transcript acts on the terminal', () => {
  const [transaction] = SESSION.transactions;
  assert.ok(transaction);
  const evil = '\u001b[2J\u009b\u202e';
  const hostile = {
    ...SESSION,
    connection: evil,
    commands: [evil, ''],
    transactions: [{ ...transaction, from: evil, recipients: [{ to: evil, code: 250 }] }],
  };
  const facts = new FactsText({ file: evil, dialect: 'smtp' }, plain);
  facts.add(hostile);
  const text = facts.render();
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  assert.match(text, /\(empty\)/);
});
