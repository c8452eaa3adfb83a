import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Redacted, ReplayEvent } from '../../server/protocol/replay.ts';
import { EventLog } from './eventLog.ts';

function received(text: string): ReplayEvent {
  const lines = [text as Redacted];
  return { step: 0, at: 0, kind: 'received', line: 1, code: 250, lines, took: 1 };
}

test('keeps the events as they came', () => {
  const log = new EventLog();
  const events = [received('250 a'), received('250 b')];
  for (const event of events) log.add(event);
  assert.deepEqual(log.events, events);
  assert.equal(log.complete, true);
});

test('a flood loses its lines but no event, and is told', () => {
  const log = new EventLog();
  const matched: ReplayEvent = { step: 0, at: 0, kind: 'matched', line: 1, code: 250 };
  for (let count = 0; count < 50; count++) log.add(received('x'.repeat(100_000)));
  log.add(matched);
  assert.equal(log.complete, false);
  assert.equal(log.events.length, 51);
  assert.equal(log.events.at(-1), matched);
  const kept = log.events.reduce(
    (sum, event) => sum + (event.kind === 'received' ? event.lines.join('').length : 0),
    0,
  );
  assert.ok(kept <= 4_000_000);
  assert.ok(kept >= 3_800_000);
});
