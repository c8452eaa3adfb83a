import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../../test/support/temporaryFolder.ts';
import { ConfigFinder } from './configFinder.ts';

async function tree(t: TestContext, files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, content] of Object.entries({
    '.smtp-transcript.json': { root: true },
    ...files,
  })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(folder, name), text);
  }
  return folder;
}

test('what is nearer wins over what is farther up, up to a root', async t => {
  const folder = await tree(t, {
    '.smtp-transcript.json': { root: true, profile: 'strict', rules: { 'nested-mail': 'hint' } },
    'a/.smtp-transcript.jsonc':
      '{ "rules": { "nested-mail": "off", "quit-missing": "error" } } // x',
    'a/b/.smtp-transcript.json': { root: true, rules: { 'quit-missing': 'off' } },
  });
  const finder = new ConfigFinder();
  const layer = async (file: string) => (await finder.find(join(folder, file))).layer;
  assert.deepEqual(await layer('x.smtp'), {
    profile: 'strict',
    severities: { 'nested-mail': 'hint' },
    ruleOptions: {},
  });
  assert.deepEqual(await layer('a/none/at/all/x.smtp'), {
    profile: 'strict',
    severities: { 'nested-mail': 'off', 'quit-missing': 'error' },
    ruleOptions: {},
  });
  assert.deepEqual(await layer('a/b/c/x.smtp'), {
    profile: undefined,
    severities: { 'quit-missing': 'off' },
    ruleOptions: {},
  });
});

test('patterns are relative to the folder of the file they stand in', async t => {
  const rules = { 'nested-mail': 'off' };
  const folder = await tree(t, {
    'a/.smtp-transcript.json': { root: true, overrides: [{ files: ['b/*.smtp'], rules }] },
  });
  const finder = new ConfigFinder();
  const level = async (file: string) => {
    return (await finder.find(join(folder, file))).layer.severities['nested-mail'];
  };
  assert.equal(await level('a/b/x.smtp'), 'off');
  assert.equal(await level('a/x.smtp'), undefined);
  assert.equal(await level('a/c/b/x.smtp'), undefined);
});

test('of two files in a folder .json counts; a folder of that name is a problem', async t => {
  const folder = await tree(t, {
    'a/.smtp-transcript.json': { root: true, profile: 'capture' },
    'a/.smtp-transcript.jsonc': { root: true, profile: 'strict' },
    'b/.smtp-transcript.json/x': '',
  });
  const finder = new ConfigFinder();
  assert.equal((await finder.find(join(folder, 'a/x.smtp'))).layer.profile, 'capture');
  const { files } = await finder.find(join(folder, 'b/x.smtp'));
  assert.equal(files[0]?.problems[0]?.message, 'this is no ordinary file');
});

test('a link that leads nowhere and a text that is no UTF-8 are problems', async t => {
  const folder = await tree(t, { 'a/x': '', 'b/x': '', 'c/x': '' });
  const name = '.smtp-transcript.json';
  await symlink('nowhere', join(folder, 'a', name));
  await writeFile(join(folder, 'b', name), Buffer.from('\ufeff{"root": true}', 'utf16le'));
  await writeFile(join(folder, 'c', name), Buffer.from('{"root": true}', 'utf16le'));
  const finder = new ConfigFinder();
  const problemsIn = async (inner: string) =>
    (await finder.find(join(folder, inner, 'x.smtp'))).files[0]?.problems.map(p => p.message);
  assert.deepEqual(await problemsIn('a'), ['this link leads nowhere']);
  for (const inner of ['b', 'c']) {
    const [message = '', ...more] = (await problemsIn(inner)) ?? [];
    assert.match(message, /^this is no UTF-8 text; save it as UTF-8/);
    assert.deepEqual(more, []);
  }
});

test('a folder is looked into once, until that is forgotten', async t => {
  const folder = await tree(t, { '.smtp-transcript.json': { root: true, profile: 'capture' } });
  const finder = new ConfigFinder();
  const profile = async () => (await finder.find(join(folder, 'x.smtp'))).layer.profile;
  assert.equal(await profile(), 'capture');
  await writeFile(join(folder, '.smtp-transcript.json'), '{ "root": true, "profile": "strict" }');
  assert.equal(await profile(), 'capture');
  finder.forget();
  assert.equal(await profile(), 'strict');
  await rm(join(folder, '.smtp-transcript.json'));
  finder.forget();
  assert.notEqual(await profile(), 'strict');
});
