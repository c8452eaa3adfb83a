import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from '../arguments.ts';
import { replayCommand } from '../replay.ts';
import { countOf, linesOf, speedOf, timeOf } from './numbers.ts';

const invoked = (...args: string[]) => readArguments(replayCommand, args);

test('lines', () => {
  const lines = (text: string) => linesOf(invoked(`--lines=${text}`));
  assert.deepEqual(lines('12-40'), { from: 12, to: 40 });
  assert.deepEqual(lines('-40'), { to: 40 });
  assert.deepEqual(lines('12-'), { from: 12 });
  assert.deepEqual(lines('12'), { from: 12, to: 12 });
  for (const wrong of ['', '-', '0-4', '5-4', 'a-b', '1-2-3']) {
    assert.throws(() => lines(wrong), /--lines takes FROM-TO/, wrong);
  }
  assert.equal(linesOf(invoked()), undefined);
});

test('counts, times and speeds', () => {
  const bounds = { least: 1, most: 9 };
  assert.equal(countOf(invoked('--jobs', '9'), 'jobs', bounds), 9);
  for (const wrong of ['0', '10', '1.5', 'many', '']) {
    assert.throws(() => countOf(invoked(`--jobs=${wrong}`), 'jobs', bounds), /from 1 to 9/, wrong);
  }
  assert.equal(timeOf(invoked('--timeout', '2m'), 'timeout'), 120_000);
  assert.throws(() => timeOf(invoked('--timeout', 'soon'), 'timeout'), /5s, 1500ms or 2m/);
  assert.equal(speedOf(invoked('--speed', '2.5')), 2.5);
  assert.throws(() => speedOf(invoked('--speed', '0')), /from 0\.01/);
});
