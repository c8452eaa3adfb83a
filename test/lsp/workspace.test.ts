import assert from 'node:assert/strict';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LspClient } from '../support/lspClient.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const FINE = `S: 220 mx.example.net ESMTP
C: EHLO client.example.org
S: 250 mx.example.net
C: QUIT
S: 221 Bye
`;
const FAULTY = FINE.replace('C: QUIT', 'C: RCPT TO:<b@mx.example.net>\nS: 503 MAIL first\nC: QUIT');

const CAPABILITIES = {
  textDocument: {
    diagnostic: { dynamicRegistration: true, relatedInformation: true },
    publishDiagnostics: {},
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

interface Item {
  readonly uri: string;
  readonly kind: string;
  readonly resultId?: string;
  readonly items?: readonly { readonly code?: string; readonly message: string }[];
}

interface Bench {
  readonly client: LspClient;
  readonly folder: string;
  readonly uriOf: (name: string) => string;
  /** A request for closed files; what came in parts is part of the answer. */
  readonly pull: (previous?: readonly Item[]) => Promise<readonly Item[]>;
}

let tokens = 0;

async function bench(
  t: TestContext,
  scope: string,
  capabilities: unknown = CAPABILITIES,
): Promise<Bench> {
  const folder = await temporaryFolder(t);
  const client = new LspClient();
  t.after(() => {
    client.kill();
  });
  client.settings = { workspace: scope };
  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'w' }];
  const params = { processId: process.pid, rootUri: null, workspaceFolders, capabilities };
  await client.request('initialize', params);
  client.notify('initialized', {});
  const pull: Bench['pull'] = async (previous = []) => {
    const partialResultToken = `part${String(tokens++)}`;
    const previousResultIds = previous.flatMap(({ uri, resultId }) =>
      resultId === undefined ? [] : [{ uri, value: resultId }],
    );
    const wanted = { identifier: 'smtp-transcript', previousResultIds, partialResultToken };
    const { items } = (await client.request('workspace/diagnostic', wanted)) as { items: Item[] };
    const parts = client.notifications.filter(
      ({ method, params: of }) => method === '$/progress' && of['token'] === partialResultToken,
    );
    return [...parts.flatMap(part => (part.params['value'] as { items: Item[] }).items), ...items];
  };
  return { client, folder, uriOf: name => pathToFileURL(join(folder, name)).href, pull };
}

interface Registration {
  readonly method: string;
  readonly registerOptions?: unknown;
}

/** What the client was asked to ask or to tell, by what the options say. */
function asked(client: LspClient, part: string): readonly string[] {
  return client.requests
    .filter(({ method }) => method === 'client/registerCapability')
    .flatMap(({ params }) => params['registrations'] as readonly Registration[])
    .filter(({ registerOptions }) => JSON.stringify(registerOptions ?? {}).includes(part))
    .map(({ method }) => method);
}

function takenBack(client: LspClient): readonly string[] {
  return client.requests
    .filter(({ method }) => method === 'client/unregisterCapability')
    .flatMap(({ params }) => params['unregisterations'] as readonly Registration[])
    .map(({ method }) => method);
}

async function until(what: string, is: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (is()) return;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  assert.fail(`waited in vain until ${what}`);
}

void test('the client is asked to ask, as long as the setting says so', async t => {
  const { client } = await bench(t, 'workspace');
  await until('watching', () => asked(client, '*.smtp"').length === 1);
  assert.deepEqual(asked(client, '"workspaceDiagnostics":true'), ['textDocument/diagnostic']);
  assert.deepEqual(takenBack(client), []);
  client.settings = { workspace: 'openFiles' };
  client.notify('workspace/didChangeConfiguration', { settings: null });
  await until('taken back', () => takenBack(client).length === 2);
  const both = ['textDocument/diagnostic', 'workspace/didChangeWatchedFiles'];
  assert.deepEqual([...takenBack(client)].sort(), both);
});

void test('open files alone are checked unless somebody says otherwise', async t => {
  const { client, folder, pull } = await bench(t, 'nonsense');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  assert.deepEqual(await pull(), []);
  assert.deepEqual(asked(client, '"workspaceDiagnostics":true'), []);
});

void test('closed .smtp files have the findings that they have when they are open', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'workspace');
  await mkdir(join(folder, 'node_modules'));
  await mkdir(join(folder, 'ein Ordner #1'));
  await writeFile(join(folder, 'fine.smtp'), FINE);
  await writeFile(join(folder, 'ein Ordner #1/über 100%.smtp'), FAULTY);
  await writeFile(join(folder, 'utf16.smtp'), Buffer.from(`\ufeff${FAULTY}`, 'utf16le'));
  await writeFile(join(folder, 'ends.smtp'), FAULTY.replaceAll('\n', '\r\n').replace('\r\n', '\n'));
  await writeFile(join(folder, 'other.log'), FAULTY);
  await writeFile(join(folder, 'node_modules/a.smtp'), FAULTY);
  await symlink(folder, join(folder, 'loop'));
  const found = await pull();
  const byUri = new Map(found.map(report => [report.uri, report]));
  const faulty = ['ein Ordner #1/über 100%.smtp', 'utf16.smtp', 'ends.smtp'];
  assert.deepEqual([...byUri.keys()].sort(), ['fine.smtp', ...faulty].map(uriOf).sort());
  assert.deepEqual(byUri.get(uriOf('fine.smtp'))?.items, []);
  for (const name of faulty) {
    const uri = uriOf(name);
    const codes = byUri.get(uri)?.items?.map(({ code }) => code);
    assert.ok(codes?.includes('rcpt-before-mail'), `${name}: ${String(codes)}`);
    // An editor gives all lines the same end.
    client.open(uri, name === 'ends.smtp' ? FAULTY.replaceAll('\n', '\r\n') : FAULTY);
    const open = (await client.request('textDocument/diagnostic', {
      textDocument: { uri },
    })) as Item;
    assert.deepEqual(byUri.get(uri)?.items, open.items);
  }
});

void test('what did not change is not sent again; a request without news waits for some', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'workspace');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  await writeFile(join(folder, 'b.smtp'), FINE);
  const first = await pull();
  assert.deepEqual(
    first.map(({ kind }) => kind),
    ['full', 'full'],
  );
  let isAnswered = false;
  const second = pull(first).then(items => {
    isAnswered = true;
    return items;
  });
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.equal(isAnswered, false);
  await writeFile(join(folder, 'b.smtp'), FAULTY);
  await rm(join(folder, 'a.smtp'));
  client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: uriOf('b.smtp'), type: 2 }],
  });
  const news = await second;
  const gone = news.find(({ uri }) => uri === uriOf('a.smtp'));
  assert.deepEqual([gone?.kind, gone?.items, gone?.resultId], ['full', [], undefined]);
  const changed = news.find(({ uri }) => uri === uriOf('b.smtp'));
  assert.ok(changed?.items?.some(({ code }) => code === 'rcpt-before-mail'));
});

void test('open files are left to the other request, and count again when they are closed', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'workspace');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  const first = await pull();
  const uri = uriOf('a.smtp');
  client.open(uri, FINE);
  const wanted = { textDocument: { uri }, identifier: 'smtp-transcript' };
  const open = (await client.request('textDocument/diagnostic', wanted)) as Item;
  assert.deepEqual(open.items, []);
  const second = pull(first);
  client.notify('textDocument/didClose', { textDocument: { uri } });
  const closed = (await second).find(report => report.uri === uri);
  assert.ok(closed?.items?.some(({ code }) => code === 'rcpt-before-mail'));
});

void test('of a file that goes as soon as it is closed nothing is left', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'workspace');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  const first = await pull();
  const uri = uriOf('a.smtp');
  client.open(uri, FAULTY);
  const second = pull(first);
  await rm(join(folder, 'a.smtp'));
  client.notify('textDocument/didClose', { textDocument: { uri } });
  const gone = (await second).find(report => report.uri === uri);
  assert.deepEqual([gone?.kind, gone?.items, gone?.resultId], ['full', [], undefined]);
});

void test('a document without an editor counts as closed before the client says so', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'workspace');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  await writeFile(join(folder, 'other.smtp'), FINE);
  const others = [uriOf('other.smtp')];
  const pulled = async (): Promise<readonly string[]> => (await pull()).map(({ uri: of }) => of);
  const uri = uriOf('a.smtp');
  const textDocument = { uri, version: 2 };
  client.open(uri, FAULTY);
  const ask = async (previousResultId?: string): Promise<Item> => {
    const wanted = { textDocument: { uri }, identifier: 'smtp-transcript', previousResultId };
    return (await client.request('textDocument/diagnostic', wanted)) as Item;
  };
  const { resultId } = await ask();
  assert.deepEqual(await pulled(), others);
  client.notify('textDocument/didChange', { textDocument, contentChanges: [{ text: FINE }] });
  assert.equal((await ask(resultId)).kind, 'unchanged');
  assert.deepEqual(await pulled(), others);
  const waiting = pull(await pull());
  await ask(resultId);
  const report = (await waiting).find(each => each.uri === uri);
  assert.ok(report?.items?.some(({ code }) => code === 'rcpt-before-mail'));
  await ask();
  assert.deepEqual(await pulled(), others);
});

void test('settings count, and a change of them is news', async t => {
  const { client, folder, pull } = await bench(t, 'workspace');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  const first = await pull();
  const second = pull(first);
  client.settings = { workspace: 'workspace', severities: { 'rcpt-before-mail': 'off' } };
  client.notify('workspace/didChangeConfiguration', { settings: null });
  const [report] = await second;
  assert.equal(report?.kind, 'full');
  assert.ok(!report.items?.some(({ code }) => code === 'rcpt-before-mail'));
});

void test('a file with very many findings shows some of them, and says so', async t => {
  const { folder, pull } = await bench(t, 'workspace');
  const pair = 'C: MAIL FROM: <a@client.example.org>\nS: 250 OK\nC: RSET\nS: 250 OK\n';
  const many = pair.repeat(500);
  await writeFile(join(folder, 'a.smtp'), FINE.replace('C: QUIT', `${many}C: QUIT`));
  const [report] = await pull();
  assert.equal(report?.items?.length, 101);
  assert.match(report.items.at(-1)?.message ?? '', /not shown/);
});

void test('many files come in parts', async t => {
  const { client, folder, pull } = await bench(t, 'workspace');
  for (let n = 0; n < 60; n++) await writeFile(join(folder, `${String(n)}.smtp`), FAULTY);
  assert.equal((await pull()).length, 60);
  assert.ok(client.notifications.filter(({ method }) => method === '$/progress').length >= 2);
});

void test('a request can be cancelled, and a newer one takes the place of an older one', async t => {
  const { client, folder, pull } = await bench(t, 'workspace');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  const first = await pull();
  const waiting = pull(first);
  await pull();
  await waiting;
  const cancelled = pull(first).catch((error: unknown) => error);
  client.cancelNewest();
  await cancelled;
});

void test('nothing is checked where the setting is off', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'off');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  assert.deepEqual(await pull(), []);
  const uri = uriOf('a.smtp');
  client.open(uri, FAULTY);
  const wanted = { textDocument: { uri } };
  assert.deepEqual(((await client.request('textDocument/diagnostic', wanted)) as Item).items, []);
  client.settings = {};
  client.notify('workspace/didChangeConfiguration', { settings: null });
  await until('told to ask again', () =>
    client.requests.some(({ method }) => method === 'workspace/diagnostic/refresh'),
  );
  const shown = (await client.request('textDocument/diagnostic', wanted)) as Item;
  assert.ok(shown.items?.some(({ code }) => code === 'rcpt-before-mail'));
});

void test('a client that cannot be asked to ask may do so, and never has to wait', async t => {
  const textDocument = { diagnostic: {}, publishDiagnostics: {} };
  const capabilities = { textDocument, workspace: { configuration: true } };
  const { folder, pull } = await bench(t, 'workspace', capabilities);
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  const first = await pull();
  assert.equal(first[0]?.kind, 'full');
  assert.deepEqual(
    (await pull(first)).map(({ kind }) => kind),
    ['unchanged'],
  );
});

void test('folders come and go, and one within another tells nothing twice', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'workspace');
  const other = await temporaryFolder(t);
  await mkdir(join(folder, 'inner'));
  await writeFile(join(folder, 'inner/a.smtp'), FAULTY);
  await writeFile(join(other, 'b.smtp'), FAULTY);
  const change = (event: object): void => {
    client.notify('workspace/didChangeWorkspaceFolders', { event });
  };
  const named = (path: string): object => ({ uri: pathToFileURL(path).href, name: 'x' });
  const waiting = pull(await pull());
  change({ added: [named(other), named(join(folder, 'inner'))], removed: [] });
  await waiting;
  const both = await pull();
  const b = pathToFileURL(join(other, 'b.smtp')).href;
  assert.deepEqual(both.map(({ uri }) => uri).sort(), [uriOf('inner/a.smtp'), b].sort());
  const later = pull(both);
  change({ added: [], removed: [named(other)] });
  const gone = (await later).find(({ uri }) => uri === b);
  assert.deepEqual([gone?.kind, gone?.items], ['full', []]);
});

void test('a configuration file that changes is news of closed files; a new name is a new file', async t => {
  const { client, folder, uriOf, pull } = await bench(t, 'workspace');
  await writeFile(join(folder, 'a.smtp'), FAULTY);
  const first = await pull();
  const told = (name: string, type: number): void => {
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type }] });
  };
  const waiting = pull(first);
  const off = '{ "root": true, "rules": { "rcpt-before-mail": "off" } }';
  await writeFile(join(folder, '.smtp-transcript.json'), off);
  told('.smtp-transcript.json', 1);
  const second = await waiting;
  assert.ok(second[0]?.items?.every(({ code }) => code !== 'rcpt-before-mail'));
  const again = pull(second);
  await rename(join(folder, 'a.smtp'), join(folder, 'b.smtp'));
  told('a.smtp', 3);
  const third = await again;
  assert.deepEqual(third.find(({ uri }) => uri === uriOf('a.smtp'))?.items, []);
  const isNew = ({ uri }: { readonly uri: string }): boolean => uri === uriOf('b.smtp');
  // The round may have begun before the file got its name; then the next one tells.
  const news = third.some(isNew) ? third : await pull(third);
  assert.equal(news.find(isNew)?.kind, 'full');
});
