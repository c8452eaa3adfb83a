import { strict as assert } from 'node:assert';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../client/extensionApi.ts';
import type { TestRunReport } from '../../../client/testing/testRunner.ts';
import { activateExtension, closeAll, runCommand, waitFor } from './support.ts';
import { runTests } from './testRuns.ts';

const FILE = '.smtp-transcript.env.json';

const SESSION = `S: 220 localhost ESMTP
C: EHLO client.example.org
S: 250 localhost
C: MAIL FROM:<{{sender}}>
S: 250 OK
C: RCPT TO:<bob@example.net>
S: 250 OK
C: QUIT
S: 221 Bye
`;

let api: ExtensionApi;
let folder: vscode.Uri;

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

async function declare(environments: object): Promise<void> {
  await write(FILE, JSON.stringify({ environments }));
}

async function current(): Promise<string | undefined> {
  return (await api.environments()).find(({ isCurrent }) => isCurrent)?.name;
}

async function waitForName(name: string, isThere = true): Promise<void> {
  await waitFor(`${name} among the environments`, async () => {
    const names = (await api.environments()).map(each => each.name);
    return names.includes(name) === isThere;
  });
}

async function replayFile(text: string): Promise<TestRunReport> {
  const uri = await write('named.smtp', text);
  await vscode.window.showTextDocument(uri);
  await waitFor('the session', () =>
    api.tests().some(({ label, children }) => label === 'named.smtp' && children.length === 1),
  );
  return runTests(api, 'testing.runCurrentFile');
}

describe('environments', () => {
  before(async () => {
    api = (await activateExtension()).exports as ExtensionApi;
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'no workspace folder is open');
    folder = first.uri;
    await runCommand('smtpTranscript.startReceiver');
    await waitFor('the receiver', () => api.receiver() !== null);
  });
  beforeEach(async () => {
    const { port } = api.receiver() ?? { port: 0 };
    await closeAll();
    await declare({
      local: { host: '127.0.0.1', port, variables: { sender: 'alice@example.org' } },
      asking: { host: '127.0.0.1', port },
      far: { host: '192.0.2.1', production: true },
    });
    await waitForName('asking');
  });
  after(async () => {
    await closeAll();
    await runCommand('smtpTranscript.chooseEnvironment', 'Embedded receiver');
    for (const name of [FILE, 'named.smtp']) {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name), { useTrash: false });
    }
    await runCommand('smtpTranscript.stopReceiver');
    await waitForName('local', false);
  });

  it('come from the file and from the settings, the receiver first and at first', async () => {
    const settings = vscode.workspace.getConfiguration('smtpTranscript');
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update('environments', { named: { host: '127.0.0.1' } }, target);
    await waitForName('named');
    const names = (await api.environments()).map(({ name }) => name);
    assert.deepEqual(names.slice(0, 4), ['Embedded receiver', 'local', 'asking', 'far']);
    assert.equal(await current(), 'Embedded receiver');
    await settings.update('environments', undefined, target);
    await waitForName('named', false);
  });

  it('the one that is chosen is where tests go, with its variables', async () => {
    await runCommand('smtpTranscript.chooseEnvironment', 'local');
    assert.equal(await current(), 'local');
    const report = await replayFile(SESSION);
    assert.equal(report.environment, 'local');
    assert.deepEqual(
      report.results.map(({ outcome }) => outcome),
      [{ kind: 'passed' }],
    );
  });

  it('a file that makes the name another server changes nothing silently', async () => {
    await runCommand('smtpTranscript.chooseEnvironment', 'local');
    await declare({ local: { host: '127.0.0.2', port: 25 } });
    await waitForName('asking', false);
    assert.equal(await current(), 'Embedded receiver');
  });

  it('nothing is sent while the file has a fault', async () => {
    await runCommand('smtpTranscript.chooseEnvironment', 'local');
    const { port } = api.receiver() ?? { port: 0 };
    await declare({ local: { host: '127.0.0.1', port, tsl: 'implicit' } });
    await waitForName('asking', false);
    const [result] = (await replayFile(SESSION)).results;
    assert.ok(result?.outcome.kind === 'errored');
    assert.match(result.outcome.messages[0]?.text ?? '', /cannot be used: .*tsl/);
  });

  it('a value that nobody gave is asked for, and without an answer nothing runs', async () => {
    await runCommand('smtpTranscript.chooseEnvironment', 'asking');
    const running = replayFile(SESSION);
    const closing = setInterval(() => void runCommand('workbench.action.closeQuickOpen'), 300);
    const [result] = (await running.finally(() => clearInterval(closing))).results;
    assert.equal(result?.outcome.kind, 'skipped');
  });

  it('another machine is not connected to without an answer', async () => {
    await runCommand('smtpTranscript.chooseEnvironment', 'far');
    const [result] = (await replayFile(SESSION.replace('{{sender}}', 'a@example.org'))).results;
    // A test has no dialogs: VS Code refuses to show the question.
    assert.ok(result?.outcome.kind === 'errored');
    assert.match(result.outcome.messages[0]?.text ?? '', /dialog/i);
  });

  it('a file of them is made by a command, and opened where there is one', async () => {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, FILE));
    await waitForName('local', false);
    void runCommand('smtpTranscript.createEnvironmentsFile');
    await waitForName('staging');
    const document = await waitFor('the editor', () => {
      const open = vscode.window.activeTextEditor?.document;
      return open?.uri.path.endsWith(FILE) === true ? open : undefined;
    });
    assert.equal(document.languageId, 'jsonc');
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});
