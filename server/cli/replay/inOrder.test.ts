import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { inOrder } from './inOrder.ts';
import type { LaneWork } from './inOrder.ts';

test('lanes end in any order and are told in theirs; the first one at once', async () => {
  const told: string[] = [];
  const gates: (() => void)[] = [];
  const lanes = ['a', 'b', 'c'].map((name): LaneWork => async say => {
    say(() => told.push(`${name}1`));
    await new Promise<void>(resolve => gates.push(resolve));
    say(() => told.push(`${name}2`));
  });
  const done = inOrder(lanes, 3);
  await turn();
  assert.deepEqual(told, ['a1']);
  gates[2]?.();
  gates[1]?.();
  await turn();
  assert.deepEqual(told, ['a1']);
  gates[0]?.();
  await done;
  assert.deepEqual(told, ['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
});

test('so many at a time, and each once', async () => {
  let running = 0;
  let most = 0;
  const ended: number[] = [];
  const lanes = Array.from({ length: 200 }, (_, lane): LaneWork => async () => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    ended.push(lane);
  });
  await inOrder(lanes, 3);
  assert.equal(most, 3);
  assert.deepEqual(
    ended.sort((a, b) => a - b),
    lanes.map((_, lane) => lane),
  );
});

test('no lane runs far ahead of the one whose turn it is', async () => {
  let begun = 0;
  let go: (() => void) | undefined;
  const first: LaneWork = () => new Promise(resolve => (go = resolve));
  const others = Array.from({ length: 500 }, (): LaneWork => async () => {
    begun += 1;
    await turn();
  });
  const done = inOrder([first, ...others], 4);
  for (let i = 0; i < 200; i += 1) await turn();
  assert.ok(begun >= 60 && begun < 80, String(begun));
  go?.();
  await done;
  assert.equal(begun, 500);
});

test('an error ends it, after what was under way', async () => {
  const ended: string[] = [];
  const lanes: LaneWork[] = [
    () => Promise.reject(new Error('no receiver')),
    async () => {
      await turn();
      ended.push('second');
    },
    async () => {
      ended.push('third');
      await turn();
    },
  ];
  await assert.rejects(inOrder(lanes, 2), /no receiver/);
  assert.deepEqual(ended, ['second']);
});
