import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { UsageError } from './command.ts';
import { replaceFile } from './replaceFile.ts';

test('a file is replaced whole, with its mode, through links, leaving nothing else', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-replace-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.smtp');
  await writeFile(file, 'old');
  await chmod(file, 0o646);
  await symlink('a.smtp', join(folder, 'link.smtp'));
  await replaceFile(join(folder, 'link.smtp'), Buffer.from('new'));
  assert.equal(await readFile(file, 'utf8'), 'new');
  assert.equal((await stat(file)).mode & 0o777, 0o646);
  assert.deepEqual((await readdir(folder)).sort(), ['a.smtp', 'link.smtp']);
  await assert.rejects(replaceFile(join(folder, 'gone.smtp'), Buffer.from('')), UsageError);
});
