import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEntry } from './runEntry.ts';
import type { RunEntry } from './runEntry.ts';

const entry: RunEntry = {
  id: '20260101-a',
  at: '2026-01-01T00:00:00.000Z',
  uri: 'file:///a.smtp',
  target: 'the embedded receiver',
  sessions: [{ name: 'session 1', verdict: 'passed', right: true, differed: 0, total: 12 }],
  hash: null,
};

test('reads what was written', () => {
  for (const each of [entry, { ...entry, hash: 'ab', sessions: [] }]) {
    assert.deepEqual(parseEntry(JSON.stringify(each)), each);
  }
});

test('anything else is none', () => {
  const bad = [
    null,
    [],
    'x',
    { ...entry, id: 1 },
    { ...entry, uri: undefined },
    { ...entry, hash: 3 },
    { ...entry, sessions: {} },
    { ...entry, sessions: [null] },
    { ...entry, sessions: [{ ...entry.sessions[0], verdict: 'fine' }] },
    { ...entry, sessions: [{ ...entry.sessions[0], total: '12' }] },
  ];
  for (const each of bad) assert.equal(parseEntry(JSON.stringify(each)), undefined);
  assert.equal(parseEntry(JSON.stringify(entry).slice(0, -4)), undefined);
  assert.equal(parseEntry(''), undefined);
});
