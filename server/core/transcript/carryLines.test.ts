import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { CarryLines } from './carryLines.ts';

void test('of too many open sessions those heard of last are carried on', () => {
  const carry = new CarryLines(1_000_000_000);
  const open = new Map<string, { started: boolean; isQuiet: () => boolean }>();
  for (let at = 0; at < 30_000; at++) {
    const name = String(at);
    open.set(name, { started: true, isQuiet: () => false });
    carry.add(name, { start: at * 10, end: at * 10 + 10 });
  }
  carry.choose(open, { at: 300_000, time: -1 });
  assert.equal(carry.keeps('29999'), true);
  assert.equal(carry.keeps('0'), false);
  assert.ok(carry.lines().length <= 20_000);
});
