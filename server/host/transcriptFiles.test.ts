import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import type { WalkOptions } from './transcriptFiles.ts';
import { transcriptFiles } from './transcriptFiles.ts';

const unreadable = (): void => undefined;

test('files below a folder, in order; no circles; as much as somebody wants', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-walk-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['b', 'b/c.smtp', 'node_modules']) await mkdir(join(folder, name));
  const files = ['a.smtp', 'b/x.smtp', 'b/c.smtp/y.smtp', 'z.log', 'node_modules/n.smtp'];
  for (const name of files) await writeFile(join(folder, name), '');
  await symlink(folder, join(folder, 'b/loop'));
  await symlink(join(folder, 'a.smtp'), join(folder, 'link.smtp'));
  const walk = async (options: Partial<WalkOptions> = {}): Promise<string[]> => {
    const found: string[] = [];
    for await (const path of transcriptFiles(folder, { unreadable, ...options })) {
      found.push(relative(folder, path).replaceAll('\\', '/'));
    }
    return found;
  };
  const all = ['a.smtp', 'b/c.smtp/y.smtp', 'b/x.smtp', 'link.smtp'];
  assert.deepEqual(await walk(), all);
  assert.deepEqual(await walk({ mostNames: 4 }), ['a.smtp', 'b/c.smtp/y.smtp']);
  assert.deepEqual(await walk({ signal: AbortSignal.abort() }), []);
});

test('a folder that cannot be read is told of, and may end the walk', async () => {
  const missing = join(tmpdir(), 'smtp-walk-nowhere', 'x');
  const told: string[] = [];
  const tell = (folder: string): void => void told.push(folder);
  for await (const path of transcriptFiles(missing, { unreadable: tell })) assert.fail(path);
  assert.deepEqual(told, [missing]);
  const end = (): never => {
    throw new Error('enough');
  };
  await assert.rejects(transcriptFiles(missing, { unreadable: end }).next(), /enough/);
});
