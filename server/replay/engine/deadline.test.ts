import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Deadline } from './deadline.ts';

test('expires once, after the last start, unless stopped', async () => {
  let expired = 0;
  const deadline = new Deadline(() => {
    expired += 1;
  });
  deadline.start(20);
  deadline.stop();
  await setTimeout(40);
  assert.equal(expired, 0);
  deadline.start(30);
  await setTimeout(20);
  deadline.start(30);
  await setTimeout(20);
  assert.equal(expired, 0);
  await setTimeout(40);
  assert.equal(expired, 1);
});

test('a shorter wait is not held up by the timer of a longer one', async () => {
  let expired = false;
  const deadline = new Deadline(() => {
    expired = true;
  });
  deadline.start(60_000);
  deadline.stop();
  deadline.start(10);
  await setTimeout(60);
  assert.equal(expired, true);
  deadline.dispose();
});

test('a wait that begins while the timer runs ends in time, never before', async () => {
  let expiredAt = 0;
  const deadline = new Deadline(() => {
    expiredAt = performance.now();
  });
  deadline.start(160);
  await setTimeout(35);
  const began = performance.now();
  deadline.start(160);
  await setTimeout(150);
  assert.equal(expiredAt, 0);
  await setTimeout(150);
  assert.ok(expiredAt - began >= 159, `${expiredAt - began} ms`);
  deadline.dispose();
});
