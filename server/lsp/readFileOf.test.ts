import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../test/support/temporaryFolder.ts';
import { fileStampOf, readFileOf } from './readFileOf.ts';

test('the octets of a file, and a stamp that changes with it', async t => {
  const path = join(await temporaryFolder(t), 'ä #?%41.smtp');
  const uri = pathToFileURL(path).href;
  await writeFile(path, Buffer.from([0, 255, 13]));
  const file = await readFileOf(uri);
  assert.deepEqual([...(file?.octets ?? [])], [0, 255, 13]);
  assert.equal(file?.stamp, await fileStampOf(uri));
  await writeFile(path, 'longer');
  assert.notEqual(file?.stamp, await fileStampOf(uri));
  await writeFile(path, '');
  assert.equal((await readFileOf(uri))?.octets.length, 0);
});

test('what cannot be read is left alone', async t => {
  const folder = await temporaryFolder(t);
  const long = join(folder, 'long.smtp');
  await writeFile(long, '');
  await truncate(long, 50 * 1024 * 1024 + 1);
  const pipe = join(folder, 'pipe.smtp');
  if (process.platform !== 'win32') execFileSync('mkfifo', [pipe]);
  const uris = [
    ...[long, pipe, folder, join(folder, 'absent.smtp')].map(path => pathToFileURL(path).href),
    'untitled:Untitled-1',
    'file://host.example/a.smtp',
    'file:///a%2fb%00',
    'file:relative',
    'http://127.0.0.1/a.smtp',
    '',
  ];
  for (const uri of uris) {
    assert.equal(await readFileOf(uri), undefined, uri);
    assert.equal(await fileStampOf(uri), undefined, uri);
  }
});

test('reading stops when it is told to', async t => {
  const path = join(await temporaryFolder(t), 'a.smtp');
  await writeFile(path, 'S: 220 x\n');
  assert.equal(await readFileOf(pathToFileURL(path).href, AbortSignal.abort()), undefined);
});
