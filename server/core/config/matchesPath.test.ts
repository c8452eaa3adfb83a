import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesPath } from './matchesPath.ts';

const matches = (path: string, pattern: string): boolean => matchesPath(path.split('/'), pattern);

test('a pattern without a slash is about the name, one with a slash about the path', () => {
  const yes = [
    'a.log *.log',
    'x/y/a.log *.log',
    'x/a.log x/*.log',
    'x/a.log ./x/*.log',
    'x/a.log /x/*.log',
    'x/a.log **/*.log',
    'a.log **/*.log',
    'x/y/z/a.log x/**/a.log',
    'x/a.log x/**/a.log',
    'x/y/a.log x/**',
    'x/y/a.log x/',
    'x/a.log {x,y}/*.{log,txt}',
    '../a.log *.log',
  ];
  const no = [
    'a.logs *.log',
    'x/y/a.log x/*.log',
    'y/x/a.log x/*.log',
    'a.log x/**',
    'x x/',
    '../x/a.log **/*.log',
    'x/a.log y/**/a.log',
  ];
  const ask = (pair: string): boolean =>
    matches(pair.split(' ')[0] ?? '', pair.split(' ')[1] ?? '');
  assert.deepEqual(
    yes.filter(pair => !ask(pair)),
    [],
  );
  assert.deepEqual(no.filter(ask), []);
});

test('hostile patterns take no time', () => {
  const start = performance.now();
  const path = Array<string>(150).fill('aaaaaaaaaaaaaaaaaaaaaaaa');
  assert.equal(matchesPath(path, `${'**/'.repeat(150)}b`), false);
  assert.equal(matchesPath(path, `${'*a*a*a*/'.repeat(150)}b`), false);
  assert.ok(performance.now() - start < 3000);
});
