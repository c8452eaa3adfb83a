import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskArguments } from './taskArguments.ts';

const CHECK = { type: 'smtp-transcript', task: 'check' };
const FIXED = ['lint', '--format=text', '--color=never', '--quiet'];

test('the whole folder unless paths are named', () => {
  assert.deepEqual(taskArguments(CHECK), [...FIXED, '--', '.']);
  assert.deepEqual(taskArguments({ ...CHECK, paths: [] }), [...FIXED, '--', '.']);
  assert.deepEqual(taskArguments({ ...CHECK, paths: 'x' }), [...FIXED, '--', '.']);
});

test('a path stays a path whatever it looks like', () => {
  const paths = ['--fix', 'a b.smtp', '"; rm', 7];
  assert.deepEqual(taskArguments({ ...CHECK, paths }), [
    ...FIXED,
    '--',
    '--fix',
    'a b.smtp',
    '"; rm',
  ]);
});

test('only options with values that there are', () => {
  const good = taskArguments({ ...CHECK, profile: 'strict', failOn: 'hint' });
  assert.deepEqual(good, [...FIXED, '--profile=strict', '--fail-on=hint', '--', '.']);
  const bad = taskArguments({ ...CHECK, profile: '../x', failOn: { toString: () => 'hint' } });
  assert.deepEqual(bad, [...FIXED, '--', '.']);
});

test('other tasks are not ours', () => {
  assert.equal(taskArguments({ ...CHECK, task: 'fix' }), undefined);
  assert.equal(taskArguments({ type: 'npm', task: 'check' }), undefined);
});
