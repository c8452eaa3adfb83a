import { strict as assert } from 'node:assert';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Question } from '../../../client/dialogs.ts';
import type { ExtensionApi } from '../../../client/extensionApi.ts';
import type { RunReport } from '../../../client/replay/runReport.ts';
import { activateExtension, closeAll, openText, runCommand, waitFor } from './support.ts';

const FILE = '.smtp-transcript.env.json';

const SESSION = `S: 220 localhost ESMTP
C: EHLO client.example.org
S: 250 localhost
C: MAIL FROM:<alice@example.org>
S: 250 OK
C: RCPT TO:<bob@example.net>
S: 250 OK
C: RCPT TO:<carol@example.net>
S: 250 OK
C: QUIT
S: 221 Bye
`;

const LOGIN = `S: 220 localhost ESMTP
C: EHLO client.example.org
S: 250-localhost
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
C: EHLO client.example.org
S: 250-localhost
S: 250 AUTH PLAIN
# @auth PLAIN user=alice secret=password
C: AUTH PLAIN ***
S: 235 Ok
C: QUIT
S: 221 Bye
`;

const SECRET = 'wonder-land-7';

let api: ExtensionApi;
let folder: vscode.Uri;
let asked: Question[];
let typed: string[];

/** The user says this from now on; what they are asked is kept. */
function answer(answers: { readonly agrees?: boolean; readonly types?: string }): void {
  asked = [];
  typed = [];
  assert.ok(api.answerWith, 'VS Code does not run a test');
  api.answerWith({
    confirm: question => {
      asked.push(question);
      return answers.agrees ?? false;
    },
    input: ({ title, password }) => {
      typed.push(`${title ?? ''}${password === true ? ' (hidden)' : ''}`);
      return answers.types;
    },
  });
}

function replay(more: object = {}): Thenable<RunReport | undefined> {
  return runCommand<RunReport | undefined>('smtpTranscript.replaySession', more);
}

async function choose(name: string): Promise<void> {
  await waitFor(name, async () =>
    (await api.environments()).some(environment => environment.name === name),
  );
  await runCommand('smtpTranscript.chooseEnvironment', name);
}

/** Presses Enter in one list after the other until the work is done. */
async function accepting<T>(work: Thenable<T>, ...before: readonly string[]): Promise<T> {
  const press = async (): Promise<void> => {
    for (const command of before) await runCommand(command);
    await runCommand('quickInput.accept');
  };
  const timer = setInterval(() => void press(), 300);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

async function restart(users: readonly string[] | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('smtpTranscript');
  await settings.update('receiver.users', users, vscode.ConfigurationTarget.Workspace);
  await runCommand('smtpTranscript.stopReceiver');
  await waitFor('the end of the receiver', () => api.receiver() === null);
  await runCommand('smtpTranscript.startReceiver');
  await waitFor('the receiver', () => api.receiver() !== null);
}

describe('consent and secrets', () => {
  before(async () => {
    api = (await activateExtension()).exports as ExtensionApi;
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'no workspace folder is open');
    folder = first.uri;
    await restart([`alice:${SECRET}`, 'bob', 'carol']);
    const { port } = api.receiver() ?? { port: 0 };
    const server = { host: '127.0.0.1', port, verifyCertificate: false };
    const environments = { live: { ...server, production: true }, near: server };
    const text = JSON.stringify({ environments });
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, FILE), Buffer.from(text));
  });
  beforeEach(closeAll);
  afterEach(async () => {
    api.answerWith?.({});
    await runCommand('smtpTranscript.chooseEnvironment', 'Embedded receiver');
  });
  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, FILE), { useTrash: false });
    await restart(undefined);
    await runCommand('smtpTranscript.stopReceiver');
  });

  it('names server and recipients, and without consent nothing connects', async () => {
    await openText(SESSION);
    answer({ agrees: false });
    const last = api.lastRun();
    assert.equal(await replay({ target: '192.0.2.1:2525' }), undefined);
    assert.equal(api.lastRun(), last);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.message ?? '', /192\.0\.2\.1:2525/);
    const detail = asked[0]?.detail ?? '';
    assert.match(detail, /2 recipients: bob@example\.net, carol@example\.net/);
  });

  it('a server on this machine needs none', async () => {
    await openText(SESSION);
    answer({ agrees: false });
    await choose('near');
    assert.equal((await replay())?.sessions[0]?.verdict, 'passed');
    assert.deepEqual(asked, []);
  });

  it('production asks every time, also on this machine', async () => {
    await openText(SESSION);
    await choose('live');
    answer({ agrees: false });
    assert.equal(await replay(), undefined);
    assert.match(asked[0]?.message ?? '', /^PRODUCTION: .*live/);
    answer({ agrees: true });
    assert.equal((await replay())?.sessions[0]?.verdict, 'passed');
    assert.equal((await replay())?.sessions[0]?.verdict, 'passed');
    assert.equal(asked.length, 2);
  });

  it('a secret is asked for, hidden, and without one nothing connects', async () => {
    await openText(LOGIN);
    await choose('near');
    answer({});
    const last = api.lastRun();
    assert.equal(await replay(), undefined);
    assert.equal(api.lastRun(), last);
    assert.deepEqual(typed, ['password for near (hidden)']);
  });

  it('a secret that was set is used, appears nowhere, and can be forgotten', async () => {
    const { document } = await openText(LOGIN);
    await choose('near');
    answer({ types: SECRET });
    await accepting(runCommand('smtpTranscript.setSecret'));
    assert.deepEqual(typed, ['password for near (hidden)']);
    answer({});
    const report = await replay();
    assert.equal(report?.sessions[0]?.verdict, 'passed', JSON.stringify(report));
    assert.deepEqual(typed, []);
    const uri = vscode.Uri.parse(report.conversation);
    const shown = await vscode.workspace.openTextDocument(uri);
    const forms = [SECRET, Buffer.from(`\0alice\0${SECRET}`).toString('base64')];
    for (const form of forms) {
      assert.ok(!shown.getText().includes(form) && !document.getText().includes(form), form);
    }
    const pick = ['quickInput.next', 'workbench.action.quickPickManyToggle'];
    await accepting(runCommand('smtpTranscript.forgetSecrets'), ...pick);
    await vscode.window.showTextDocument(document);
    assert.equal(await replay(), undefined);
    assert.deepEqual(typed, ['password for near (hidden)']);
  });
});
