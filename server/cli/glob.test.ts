import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { glob } from './glob.ts';
import { matchesName, withoutBraces } from '../core/config/globMatch.ts';

test('braces multiply, nest, and stand for themselves where they are no list', () => {
  assert.deepEqual(withoutBraces('{a,b}{1,2}'), ['a1', 'a2', 'b1', 'b2']);
  assert.deepEqual(withoutBraces('x{a,b{c,d}}'), ['xa', 'xbc', 'xbd']);
  assert.deepEqual(withoutBraces('{a}{b,c'), ['{a}{b,c']);
  assert.ok(withoutBraces('{a,b}'.repeat(40)).length <= 1000);
});

test('names match as in a shell', () => {
  const yes = ['a.smtp *.smtp', 'ab ?b', 'b5 [a-c][!1-4]', 'x **', 'abcabd *ab?', '.a .*', '] []]'];
  const no = ['a.smtpx *.smtp', 'b ?b', 'b5 [a-c][!1-5]', '.a *', 'a b', 'a ', 'a [', '- [a-c]'];
  const matches = (pair: string) => matchesName(pair.split(' ')[0] ?? '', pair.split(' ')[1] ?? '');
  assert.deepEqual(
    yes.map(matches),
    yes.map(() => true),
  );
  assert.deepEqual(
    no.map(matches),
    no.map(() => false),
  );
});

test('a hostile pattern does not explode', () => {
  assert.equal(matchesName('a'.repeat(200), `${'*a'.repeat(50)}b`), false);
});

test('files and folders are found at any depth, but not behind links', async context => {
  const root = await mkdtemp(join(tmpdir(), 'glob-'));
  context.after(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'in/deep'), { recursive: true });
  await mkdir(join(root, '.hidden'));
  await symlink(root, join(root, 'in/circle'));
  for (const name of ['b.smtp', 'a.smtp', 'c.txt', 'in/d.smtp', 'in/deep/e.smtp', '.hidden/f.smtp'])
    await writeFile(join(root, name), '');
  const found = async (pattern: string) =>
    (await glob(join(root, pattern))).map(path => relative(root, path).replaceAll('\\', '/'));
  assert.deepEqual(await found('*.smtp'), ['a.smtp', 'b.smtp']);
  assert.deepEqual(await found('{c.txt,[a].smtp}'), ['a.smtp', 'c.txt']);
  assert.deepEqual(await found('**/*.smtp'), ['a.smtp', 'b.smtp', 'in/d.smtp', 'in/deep/e.smtp']);
  assert.deepEqual(await found('i?'), ['in']);
  assert.deepEqual(await found('nowhere/*'), []);
  assert.deepEqual(await found('a.smtp/*'), []);
});
