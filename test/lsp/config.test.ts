import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { filesFor } from '../cli/support.ts';
import { LspClient } from '../support/lspClient.ts';

const FROB = 'S: 220 mx.example ESMTP\nC: FROB\nS: 500 What?\nC: QUIT\nS: 221 Bye\n';
const CLIENT = {
  textDocument: { publishDiagnostics: { versionSupport: true } },
  workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
};
const CONFIG = '.smtp-transcript.json';
const off = '{ "root": true, "rules": { "unknown-command": "off" } }';
const CHANGED = 2;

interface Told {
  readonly code: string;
  readonly message: string;
  readonly severity: number;
  readonly range: { readonly start: { line: number; character: number } };
}

interface Edited {
  readonly range: Told['range'];
  readonly newText: string;
}

describe('configuration files in an editor', () => {
  const client = new LspClient();
  before(async () => {
    await client.start(CLIENT);
  });
  after(() => {
    client.kill();
  });

  async function diagnosticsOf(
    uri: string,
    accept: (list: readonly Told[]) => boolean = () => true,
  ) {
    const params = await client.next('textDocument/publishDiagnostics', each => {
      return each['uri'] === uri && accept((each['diagnostics'] ?? []) as readonly Told[]);
    });
    return params['diagnostics'] as readonly Told[];
  }
  const uriIn = (folder: string, name: string): string => String(pathToFileURL(join(folder, name)));
  const changed = (uri: string): void => {
    const changes = [{ uri, type: CHANGED }];
    client.notify('workspace/didChangeWatchedFiles', { changes });
  };

  test('it asks to be told of them', async () => {
    // Once it answers, it has dealt with what was sent before.
    await client.request('textDocument/hover', {
      textDocument: { uri: 'file:///none.smtp' },
      position: { line: 0, character: 0 },
    });
    const asked = JSON.stringify(client.requests);
    assert.match(asked, /\*\*\/\.smtp-transcript\.\{json,jsonc\}/);
  });

  test('a file wins over the settings, and counts anew when it changed', async t => {
    const folder = await filesFor(t, { [CONFIG]: off });
    const uri = uriIn(folder, 'a.smtp');
    client.settings = { severities: { 'unknown-command': 'error', 'greeting-missing': 'off' } };
    const first = diagnosticsOf(uri);
    client.open(uri, FROB);
    assert.ok((await first).every(({ code }) => code !== 'unknown-command'));
    await writeFile(join(folder, CONFIG), off.replace('off', 'hint'));
    const second = diagnosticsOf(uri, list => list.some(({ code }) => code === 'unknown-command'));
    changed(uriIn(folder, CONFIG));
    const found = (await second).find(({ code }) => code === 'unknown-command');
    assert.equal(found?.severity, 4);
  });

  test('what is wrong in one on disk is told, and taken back', async t => {
    const folder = await filesFor(t, { [CONFIG]: '{ "root": true,\n"profil": "strict" }' });
    const told = diagnosticsOf(uriIn(folder, CONFIG));
    client.open(uriIn(folder, 'a.smtp'), FROB);
    const [problem] = await told;
    assert.deepEqual(problem?.range.start, { line: 1, character: 0 });
    assert.match(problem.message, /did you mean "profile"\?/);
    await writeFile(join(folder, CONFIG), '{ "root": true }');
    const again = diagnosticsOf(uriIn(folder, CONFIG), list => list.length === 0);
    changed(uriIn(folder, CONFIG));
    assert.deepEqual(await again, []);
  });

  test('an open one is judged as it stands in the editor', async t => {
    const folder = await filesFor(t, { [CONFIG]: off });
    const uri = uriIn(folder, CONFIG);
    const opened = diagnosticsOf(uri);
    const item = { uri, languageId: 'jsonc', version: 1, text: '{ "rules": { "x": "off" } }' };
    client.notify('textDocument/didOpen', { textDocument: item });
    assert.match((await opened)[0]?.message ?? '', /^There is no rule "x"/);
    const range = { start: { line: 0, character: 14 }, end: { line: 0, character: 15 } };
    const fixed = diagnosticsOf(uri, list => list.length === 0);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'nested-mail' }],
    });
    await fixed;
    assert.equal(
      await client.request('textDocument/hover', { textDocument: { uri }, position: range.start }),
      null,
    );
    const closed = diagnosticsOf(uri);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await closed, []);
  });

  test('a suppression of the whole file is judged by all of it', async t => {
    const folder = await filesFor(t, { [CONFIG]: '{ "root": true }' });
    const uri = uriIn(folder, 'a.smtp');
    client.settings = null;
    const text = `# @disable-file unknown-command, nested-mail\nS: 220 a.example\nC: QUIT\nS: 221 Bye\n\n${FROB}`;
    const first = diagnosticsOf(uri);
    client.open(uri, text);
    const unused = (await first).filter(({ code }) => code === 'unused-suppression');
    assert.equal(unused.length, 1);
    assert.match(unused[0]?.message ?? '', /switches off nested-mail, but/);
    const line = text.split('\n').indexOf('C: FROB');
    const second = diagnosticsOf(uri);
    const range = { start: { line, character: 3 }, end: { line, character: 7 } };
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'NOOP' }],
    });
    const now = (await second).filter(({ code }) => code === 'unused-suppression');
    assert.match(now[0]?.message ?? '', /switches off unknown-command, nested-mail, but/);
  });

  test('a finding can be kept quiet on its line, in its session, in the file', async t => {
    const folder = await filesFor(t, { [CONFIG]: '{ "root": true }' });
    const uri = uriIn(folder, 'a.smtp');
    const before = 'S: 220 a.example\nC: QUIT\nS: 221 Bye\n\n';
    const opened = diagnosticsOf(uri);
    client.open(uri, `${before}${FROB}`);
    await opened;
    const at = { line: 5, character: 3 };
    const actions = (await client.request('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: at, end: at },
      context: { diagnostics: [] },
    })) as readonly {
      readonly title: string;
      readonly edit?: { readonly changes?: Readonly<Record<string, readonly Edited[]>> };
    }[];
    const edits = actions.flatMap(({ title, edit }) => {
      const [change] = edit?.changes?.[uri] ?? [];
      const suppresses = title.startsWith('Suppress unknown-command');
      return change && suppresses ? [`${String(change.range.start.line)} ${change.newText}`] : [];
    });
    assert.deepEqual(edits, [
      '5 # @disable-next-line unknown-command\n',
      '4 # @disable-session unknown-command\n',
      '0 # @disable-file unknown-command\n',
    ]);
  });
});
