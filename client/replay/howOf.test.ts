import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howOf } from './howOf.ts';

const read = (settings: Readonly<Record<string, unknown>>): object => howOf(name => settings[name]);

test('reads every setting of a replay', () => {
  const settings = {
    match: 'class',
    timeout: 2.5,
    pipelining: 'forced',
    onDifference: 'stop',
    speed: 4,
    chunks: 'computed',
    content: 'placeholder',
    retries: 3,
    retryDelay: 0.5,
  };
  assert.deepEqual(read(settings), {
    match: 'class',
    timeoutMs: 2500,
    pipelining: 'forced',
    onDifference: 'stop',
    speed: 4,
    chunks: 'computed',
    content: 'placeholder',
    retry: { times: 3, delayMs: 500 },
  });
});

test('leaves out what is no value of the setting', () => {
  const settings = {
    match: 'all',
    timeout: -1,
    pipelining: true,
    onDifference: '',
    speed: 0,
    chunks: null,
    content: 'hidden',
    retries: Infinity,
    retryDelay: 60,
  };
  assert.deepEqual(read(settings), {});
  assert.deepEqual(read({}), {});
});
