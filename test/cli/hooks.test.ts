import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesFor, root, runCli, SHORT_SESSION } from './support.ts';

/** The values of a key in the description of the hooks, which is as flat as YAML can be. */
async function valuesOf(key: string): Promise<string[]> {
  const text = await readFile(join(root, '.pre-commit-hooks.yaml'), 'utf8');
  return [...text.matchAll(new RegExp(`^(?:- | {2})${key}: (.+)$`, 'gm'))].map(
    ([, value = '']) => value,
  );
}

test('each hook starts a program of this package with a command it knows', async t => {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  const folder = await filesFor(t, { 'a.smtp': SHORT_SESSION });
  const entries = await valuesOf('entry');
  assert.equal(entries.length, (await valuesOf('id')).length);
  for (const entry of entries) {
    const [program = '', ...args] = entry.split(' ');
    assert.equal(manifest.bin[program], 'dist/cli.js');
    const { status, stderr } = await runCli([...args, join(folder, 'a.smtp')]);
    assert.deepEqual([status, stderr], [0, '']);
  }
});

test('the hooks take transcripts only', async () => {
  for (const pattern of await valuesOf('files')) {
    const taken = new RegExp(pattern);
    assert.ok(taken.test('logs/a.smtp'));
    assert.ok(!taken.test('a.smtp.bak') && !taken.test('asmtp'));
  }
});
