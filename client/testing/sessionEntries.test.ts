import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SessionItem, SessionsResult } from '../../server/protocol/lsp.ts';
import { fileNote, MOST_SESSIONS, sessionEntries } from './sessionEntries.ts';

function session(index: number, more: Partial<SessionItem> = {}): SessionItem {
  return {
    index,
    name: `session ${String(index + 1)}`,
    startLine: index * 10,
    endLine: index * 10 + 8,
    connection: null,
    protocol: 'SMTP',
    ending: 'quit',
    tls: false,
    authenticated: false,
    commands: 5,
    messagesAccepted: 1,
    recipients: [],
    target: null,
    ...more,
  };
}

function resultOf(sessions: readonly SessionItem[]): SessionsResult {
  const dialect = { id: 'swaks', label: 'Swaks', certainty: 1, recognised: true, why: '' };
  return { version: 1, dialect, sessions };
}

void describe('sessions in the Test Explorer', () => {
  test('have their names, lines and what is particular about them', () => {
    const [plain, special] = sessionEntries(
      resultOf([
        session(0),
        session(1, { protocol: 'LMTP', tls: true, authenticated: true, target: 'mx.example:24' }),
      ]),
    );
    assert.deepEqual(plain, {
      id: 'session session 1',
      index: 0,
      label: 'session 1',
      description: '',
      startLine: 0,
      endLine: 8,
      tags: ['swaks'],
    });
    assert.equal(special?.description, 'for mx.example:24 · LMTP · TLS · AUTH');
    assert.deepEqual(special.tags, ['lmtp', 'tls', 'auth', 'swaks']);
  });

  test('keep their identity by name, also where a name comes twice', () => {
    const named = ['a', 'b', 'a'].map((name, index) => session(index, { name }));
    const ids = (list: readonly SessionItem[]): string[] =>
      sessionEntries(resultOf(list)).map(({ id }) => id);
    assert.equal(new Set(ids(named)).size, 3);
    const moved = [session(0, { name: 'new' }), ...named.slice(1)];
    assert.equal(ids(moved)[1], ids(named)[1]);
  });

  test('of very many the first are listed, and the file says so', () => {
    const many = resultOf(Array.from({ length: MOST_SESSIONS + 1 }, (_, at) => session(at)));
    assert.equal(sessionEntries(many).length, MOST_SESSIONS);
    assert.match(fileNote(many), /^the first 1,000 of 1,001 sessions/);
    assert.equal(fileNote(resultOf([session(0)])), '');
    assert.equal(fileNote(resultOf([])), 'no session');
  });

  test('words of the file stay short, on one line, and make no icons', () => {
    const name = `a\0b\n$(check) ${'x'.repeat(5000)}`;
    const [entry] = sessionEntries(resultOf([session(0, { name, target: 'x'.repeat(5000) })]));
    assert.match(entry?.label ?? '', /^a\ufffdb\ufffd\$ \(check\) x+…$/);
    assert.ok((entry?.label.length ?? 0) < 100 && (entry?.description.length ?? 0) < 100);
    assert.ok(!entry?.id.includes('\0'));
  });
});
