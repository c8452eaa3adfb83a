import { strict as assert } from 'node:assert';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../client/extensionApi.ts';
import type { TestEntry } from '../../../client/testing/register.ts';
import type { TestRunReport } from '../../../client/testing/testRunner.ts';
import { activateExtension, closeAll, replaceText, runCommand, waitFor } from './support.ts';
import { runTests } from './testRuns.ts';

const SESSION = `S: 220 localhost ESMTP
C: EHLO client.example.org
S: 250 localhost
C: MAIL FROM:<alice@example.org>
S: 250 OK
C: RCPT TO:<bob@example.net>
S: 250 OK
C: QUIT
S: 221 Bye
`;

const GREYLISTED = SESSION.replace('S: 250 OK\nC: QUIT', 'S: 450 4.2.0 Try later\nC: QUIT');

const MASKED = `S: 220 hi
C: EHLO client.example.org
S: 250 AUTH PLAIN
C: AUTH PLAIN ***
S: 235 ok
C: QUIT
S: 221 Bye
`;

/** Sessions of one file, each with its name. */
function fileOf(sessions: Readonly<Record<string, string>>): string {
  return Object.entries(sessions)
    .map(([name, text]) => `# @name ${name}\n${text}`)
    .join('\n# --- new session ---\n');
}

const PAIR = fileOf({
  delivered: SESSION,
  greylisted: GREYLISTED,
  expected: `# @expect differed\n${GREYLISTED}`,
  masked: MASKED,
});

let api: ExtensionApi;
let folder: vscode.Uri;

const run = (command: string): Promise<TestRunReport> => runTests(api, command);

function uriOf(name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, 'tests', name);
}

async function write(name: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(uriOf(name), Buffer.from(text));
  return uriOf(name);
}

function entryOf(label: string): TestEntry | undefined {
  return api.tests().find(entry => entry.label === label);
}

function sessionsOf(label: string): string[] | undefined {
  return entryOf(label)?.children.map(child => child.label);
}

function outcomesOf({ results }: TestRunReport): Record<string, string> {
  return Object.fromEntries(results.map(({ label, outcome }) => [label, outcome.kind]));
}

describe('the Test Explorer', () => {
  before(async () => {
    api = (await activateExtension()).exports as ExtensionApi;
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'no workspace folder is open');
    folder = first.uri;
    await write('pair.smtp', PAIR);
    await runCommand('workbench.view.testing.focus');
    await runCommand('testing.refreshTests');
    await waitFor('the files', () => entryOf('tests/pair.smtp'));
  });
  beforeEach(closeAll);
  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(uriOf('.'), { recursive: true });
    await waitFor('the end of the files', () => entryOf('tests/pair.smtp') === undefined);
  });

  it('lists the transcripts of the workspace by their paths, in order', () => {
    const labels = api.tests().map(({ label }) => label);
    assert.ok(labels.includes('session.smtp') && labels.includes('faults.smtp'));
    assert.deepEqual(labels, [...labels].sort());
  });

  it('lists the sessions of a file that is open, and follows its edits and its files', async () => {
    const uri = await write('live.smtp', SESSION);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await waitFor('its session', () => sessionsOf('tests/live.smtp')?.length === 1);
    await replaceText(
      editor,
      new vscode.Range(0, 0, 0, 0),
      '# @name first\n# @target mx.example:25\n',
    );
    await waitFor('its name', () => sessionsOf('tests/live.smtp')?.[0] === 'first');
    assert.equal(entryOf('tests/live.smtp')?.children[0]?.description, 'for mx.example:25');
    await document.save();
    await closeAll();
    await vscode.workspace.fs.rename(uri, uriOf('moved.smtp'));
    await waitFor('the new name', () => entryOf('tests/moved.smtp'));
    await waitFor('the end of the old one', () => entryOf('tests/live.smtp') === undefined);
    await vscode.workspace.fs.delete(uriOf('moved.smtp'));
    await waitFor('its end', () => entryOf('tests/moved.smtp') === undefined);
  });

  it('leaves out what files.exclude leaves out', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('exclude', { '**/pair.smtp': true }, vscode.ConfigurationTarget.Workspace);
    await waitFor('its end', () => entryOf('tests/pair.smtp') === undefined);
    await files.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
    await waitFor('its return', () => entryOf('tests/pair.smtp'));
  });

  it('runs the sessions of a file, each with its own result', async () => {
    await vscode.window.showTextDocument(uriOf('pair.smtp'));
    await waitFor('its sessions', () => sessionsOf('tests/pair.smtp')?.length === 4);
    const report = await run('testing.runCurrentFile');
    assert.equal(report.environment, 'Embedded receiver');
    assert.deepEqual(outcomesOf(report), {
      delivered: 'passed',
      greylisted: 'failed',
      expected: 'passed',
      masked: 'skipped',
    });
    const failed = report.results.find(({ label }) => label === 'greylisted')?.outcome;
    assert.ok(failed?.kind === 'failed');
    const [message] = failed.messages;
    assert.match(message?.sides?.expected ?? '', /^450 4\.2\.0 Try later/);
    assert.match(message?.sides?.actual ?? '', /^250/);
    const { document } = await vscode.window.showTextDocument(uriOf('pair.smtp'));
    assert.equal(document.lineAt((message?.line ?? 0) - 1).text, 'S: 450 4.2.0 Try later');
    const skipped = report.results.find(({ label }) => label === 'masked')?.outcome;
    assert.ok(skipped?.kind === 'skipped');
    assert.match(skipped.reason, /^line \d+: .*masked/);
  });

  it('runs the session at the cursor alone', async () => {
    const editor = await vscode.window.showTextDocument(uriOf('pair.smtp'));
    editor.selection = new vscode.Selection(3, 0, 3, 0);
    const report = await run('testing.runAtCursor');
    assert.deepEqual(outcomesOf(report), { delivered: 'passed' });
  });

  it('runs everything, also files that nobody has opened', async () => {
    await write('other.smtp', fileOf({ unopened: SESSION }));
    await write('empty.smtp', '# only a note\n');
    await waitFor('the files', () => entryOf('tests/other.smtp') && entryOf('tests/empty.smtp'));
    const outcomes = outcomesOf(await run('testing.runAll'));
    assert.equal(outcomes['unopened'], 'passed');
    assert.equal(outcomes['delivered'], 'passed');
    assert.equal(outcomes['tests/empty.smtp'], 'skipped');
    assert.equal(entryOf('tests/empty.smtp')?.description, 'no session');
  });

  it('runs again what failed', async () => {
    await vscode.window.showTextDocument(uriOf('pair.smtp'));
    await run('testing.runCurrentFile');
    const report = await run('testing.reRunFailTests');
    assert.deepEqual(Object.values(outcomesOf(report)).includes('passed'), false);
    assert.equal(outcomesOf(report)['greylisted'], 'failed');
  });

  it('runs a transcript each time it is saved, where the user asked for that', async () => {
    const uri = await write('saved.smtp', fileOf({ saved: SESSION }));
    const editor = await vscode.window.showTextDocument(uri);
    await waitFor('its session', () => sessionsOf('tests/saved.smtp')?.length === 1);
    void runCommand('testing.startContinuousRun');
    const last = api.lastTestRun();
    const report = await waitFor('the run', async () => {
      // The list of profiles, where they are shown: the first of them.
      await runCommand('quickInput.next');
      await runCommand('workbench.action.quickPickManyToggle');
      await runCommand('quickInput.accept');
      await replaceText(editor, new vscode.Range(0, 0, 0, 0), '#\n');
      await editor.document.save();
      // Saves that come together are one run.
      await new Promise(resolve => setTimeout(resolve, 1000));
      const now = api.lastTestRun();
      return now === last ? undefined : now;
    });
    await runCommand('testing.stopContinuousRun');
    assert.deepEqual(outcomesOf(report), { saved: 'passed' });
  });

  it('every run ends, also one that is cancelled', async () => {
    const slow = SESSION.replace('C: MAIL', '# @sleep 60s\nC: MAIL');
    await write('slow.smtp', fileOf({ slow, after: SESSION }));
    await vscode.window.showTextDocument(uriOf('slow.smtp'));
    await waitFor('its sessions', () => sessionsOf('tests/slow.smtp')?.length === 2);
    const running = run('testing.runCurrentFile');
    const cancelling = setInterval(() => void runCommand('testing.cancelRun'), 500);
    await running.finally(() => clearInterval(cancelling));
    assert.deepEqual(outcomesOf(await running), { slow: 'skipped', after: 'skipped' });
  });
});
