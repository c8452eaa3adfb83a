import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Redacted, ReplayEvent } from '../../server/protocol/replay.ts';
import { Conversation } from './conversation.ts';

const at = { step: 0, at: 0 };
const lines = (...texts: string[]): readonly Redacted[] => texts as unknown as readonly Redacted[];
const text = (value: string): Redacted => value as Redacted;

function sent(...content: string[]): ReplayEvent {
  const base = { ...at, kind: 'sent', line: 1, purpose: 'content', verb: 'DATA' } as const;
  return { ...base, lines: lines(...content), octets: 1 };
}

function received(took: number, ...reply: string[]): ReplayEvent {
  return { ...at, kind: 'received', line: 1, code: 220, lines: lines(...reply), took };
}

test('reads as a transcript', () => {
  const conversation = new Conversation();
  conversation.begin('session 1');
  const events: readonly ReplayEvent[] = [
    {
      ...at,
      kind: 'opened',
      host: 'localhost',
      address: '127.0.0.1',
      port: 2525,
      localAddress: '127.0.0.1',
      machine: 'desk',
    },
    received(3, '220 hi'),
    sent('Subject: x', '', 'hello', '.'),
    { ...at, kind: 'matched', line: 1, code: 220 },
    {
      ...at,
      kind: 'secured',
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      fingerprint: 'AA:BB',
      authorized: false,
      certificate: {
        subject: text('CN=mx.test'),
        issuer: text('CN=A CA'),
        names: lines('mx.test', 'mail.test'),
        validFrom: '2026-01-01T00:00:00Z',
        validTo: '2027-01-01T00:00:00Z',
      },
    },
    received(2500, '250-one', '250 two'),
    {
      ...at,
      kind: 'differed',
      line: 7,
      endLine: 7,
      expected: text('250'),
      actual: text('550'),
      message: text('Expected 250, got 550.'),
    },
    { ...at, kind: 'failed', line: 9, reason: 'closed', message: text('The server went away.') },
  ];
  for (const event of events) conversation.add(event);
  assert.equal(
    conversation.text,
    [
      '# session 1',
      '# <connected>',
      '# 127.0.0.1 port 2525, from 127.0.0.1 on desk',
      'S: 220 hi',
      'C: Subject: x',
      'C:',
      'C: hello',
      'C: .',
      '# <TLS established>',
      '# TLSv1.3 TLS_AES_256_GCM_SHA384, certificate not trusted',
      '# certificate of CN=mx.test, issued by CN=A CA',
      '# for mx.test, mail.test',
      '# valid from 2026-01-01T00:00:00Z to 2027-01-01T00:00:00Z',
      '# SHA-256 AA:BB',
      'S: 250-one',
      'S: 250 two',
      '# this reply took 2.5 s',
      '# DIFFERS from line 7: Expected 250, got 550.',
      '# FAILED: The server went away.',
      '',
    ].join('\n'),
  );
});

test('says what was left out, captured, waited for and not compared', () => {
  const conversation = new Conversation({ remoteName: 'ssh-remote' });
  const opened = { host: 'a', address: '::1', port: 25, localAddress: '::1', machine: 'far' };
  const events: readonly ReplayEvent[] = [
    { ...at, kind: 'opened', ...opened },
    { ...at, kind: 'matched', line: 3, code: 250, folded: 2 },
    { ...at, kind: 'captured', line: 4, name: 'queue', value: text('4F3') },
    { ...at, kind: 'skipped', line: 5, endLine: 7, message: text('no CHUNKING.') },
    { ...at, kind: 'skipped', line: 8, endLine: 8, message: text('no SIZE.') },
    { ...at, kind: 'waiting', line: 9, ms: 2000, why: 'retry' },
    { ...at, kind: 'next-host', host: 'b', port: 26, message: text('a greeted with 421.') },
    { ...at, kind: 'next-host', host: 'c', port: 27 },
  ];
  for (const event of events) conversation.add(event);
  assert.deepEqual(conversation.text.split('\n'), [
    '# <connected>',
    '# ::1 port 25, from ::1 on far (remote: ssh-remote)',
    '# as recorded, but for 2 places that change every time',
    '# captured {{queue}} = 4F3',
    '# skipped lines 5–7: no CHUNKING.',
    '# skipped line 8: no SIZE.',
    '# waiting 2.0 s before it is tried again',
    '# a greeted with 421.',
    '# next host: b port 26',
    '# That host cannot be used.',
    '# next host: c port 27',
    '',
  ]);
});

test('knows how long each reply took, and tells it by command at the end', () => {
  const conversation = new Conversation();
  const base = { line: 1, endLine: 1 };
  const recorded = { ...base, kind: 'expect', recorded: null, policy: 'code' } as const;
  conversation.begin('one', [
    { ...recorded, index: 0, answers: null, verb: 'connect' },
    { ...recorded, index: 1, answers: 9, verb: 'EHLO' },
  ]);
  const counts = { matched: 2, differed: 0, sent: 1, received: 2, skipped: 0 };
  const duration = { connect: 1, tls: 0, total: 16 };
  conversation.add(received(3, '220 hi'));
  conversation.add({ ...received(12, '250-one', '250 two'), step: 1 });
  conversation.add({ ...at, kind: 'done', verdict: 'passed', ...counts, duration });
  assert.deepEqual(conversation.replyTimes, [
    { line: 1, took: 3 },
    { line: 2, took: 12 },
  ]);
  assert.match(conversation.text, /\n# times: greeting 3 ms, EHLO 12 ms\n$/);
});

test('a run that the user ended did not fail', () => {
  const conversation = new Conversation();
  const message = text('The replay was cancelled.');
  conversation.add({ ...at, kind: 'failed', line: 9, reason: 'cancelled', message });
  assert.equal(conversation.text, '# The replay was cancelled.\n');
});

test('a long note stays readable beside the file', () => {
  const conversation = new Conversation();
  conversation.note('word '.repeat(40).trim());
  assert.equal(conversation.text.split('\n').length, 5);
  assert.match(conversation.text, /^(?:#.*\n)+$/);
});

test('several sessions are divided', () => {
  const conversation = new Conversation();
  conversation.begin('one');
  conversation.begin('two');
  assert.equal(conversation.text, '# one\n\n# --- new session ---\n# two\n');
});

test('long content is cut but keeps its end', () => {
  const conversation = new Conversation();
  conversation.add(sent(...Array.from({ length: 10_000 }, () => 'x'), '.'));
  const shown = conversation.text.split('\n');
  assert.equal(shown.length, 503);
  assert.deepEqual(shown.slice(-3), ['# 9500 more lines were sent and are not shown', 'C: .', '']);
});

test('a flood of replies ends in a note', () => {
  const conversation = new Conversation();
  for (let count = 0; count < 40; count++) conversation.add(received(0, `220 ${'x'.repeat(1e5)}`));
  assert.ok(conversation.text.length < 2_200_000);
  assert.match(conversation.text, /# The conversation is too long to show the rest of it\.\n$/);
});

test('nothing in a line can begin another', () => {
  const conversation = new Conversation();
  conversation.add(received(0, '220 a\r\nC: RCPT TO:<x@example.org>\u2028S: 250'));
  conversation.note('a\nb');
  assert.deepEqual(conversation.text.split('\n').length, 3);
});
