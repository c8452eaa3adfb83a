import { strict as assert } from 'node:assert';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateExtension, closeAll, openFile, openText, ruleOf, runCommand } from './support.ts';
import { replaceText, waitFor, waitForDiagnostics, waitForRule } from './support.ts';

const FAULTY = [
  'S: 220 mx.example.net ESMTP',
  'C: EHLO client.example.org',
  'S: 250 mx.example.net',
  'C: MAIL FROM: <alice@client.example.org>',
  'S: 250 2.1.0 Ok',
  'C: RCPT TO: <bob@mx.example.net>',
  'S: 250 2.1.5 Ok',
  'C: RSET',
  'S: 250 2.0.0 Ok',
  'C: QUIT',
  'S: 221 2.0.0 Bye',
]
  .map(line => `${line}\n`)
  .join('');
const CORRECTED = FAULTY.replaceAll(': <', ':<');
const EARLY_RCPT = FAULTY.replace(/C: MAIL.*\n.*\n/, '')
  .replace('250 2.1.5', '503 5.5.1')
  .replace(': <', ':<');

/** Sets settings for the workspace as long as `work` runs. */
async function withSettings(
  settings: Readonly<Record<string, unknown>>,
  work: () => Promise<void>,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const target = vscode.ConfigurationTarget.Workspace;
  try {
    for (const [name, value] of Object.entries(settings))
      await configuration.update(name, value, target);
    await work();
  } finally {
    for (const name of Object.keys(settings)) await configuration.update(name, undefined, target);
  }
}

function workspacePath(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no workspace folder is open');
  return folder.uri.fsPath;
}

/** Puts files into a folder of the workspace as long as `work` runs. */
async function withFiles(
  files: Readonly<Record<string, string>>,
  work: (uriOf: (name: string) => vscode.Uri) => Promise<void>,
): Promise<void> {
  const folder = join(workspacePath(), 'made by test');
  mkdirSync(folder);
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    await work(name => vscode.Uri.file(join(folder, name)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function actionsAt(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  const name = 'vscode.executeCodeActionProvider';
  return runCommand<vscode.CodeAction[]>(name, uri, range, kind, 20);
}

describe('fixing', () => {
  afterEach(closeAll);

  it('a quick fix corrects all findings of a rule', async () => {
    const { document } = await openText(FAULTY);
    const found = await waitForRule(document.uri, 'space-around-colon');
    const action = await waitFor('the action', async () => {
      const actions = await actionsAt(document.uri, found.range);
      return actions.find(({ title }) => title === 'Fix all space-around-colon in this file');
    });
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.equal(document.getText(), CORRECTED);
    await waitForDiagnostics(document.uri, list => list.length === 0);
  });

  it('the command corrects the whole file', async () => {
    const { document } = await openText(FAULTY);
    await waitForRule(document.uri, 'space-around-colon');
    await runCommand('smtpTranscript.fixAll');
    await waitFor('the correction', () => document.getText() === CORRECTED);
  });

  it('saving corrects what is safe, where somebody asked for that', async () => {
    const actions = { 'source.fixAll.smtpTranscript': 'explicit' };
    await withSettings({ 'editor.codeActionsOnSave': actions }, async () => {
      const editor = await openFile('save.smtp', FAULTY);
      const { document } = editor;
      await waitForRule(document.uri, 'space-around-colon');
      await replaceText(editor, new vscode.Range(0, 0, 0, 0), '# a note\n');
      assert.ok(await document.save());
      assert.equal(document.getText(), `# a note\n${CORRECTED}`);
      assert.equal(readFileSync(document.uri.fsPath, 'utf8'), `# a note\n${CORRECTED}`);
    });
  });
});

describe('checking the workspace', () => {
  afterEach(closeAll);

  it('a task reports problems of files that are not open', async () => {
    await activateExtension();
    await withFiles({ 'a b.smtp': EARLY_RCPT, 'fine.smtp': CORRECTED }, async uriOf => {
      const statuses = await runCommand<readonly number[]>('smtpTranscript.checkWorkspace');
      assert.deepEqual(statuses, [1]);
      const found = await waitForRule(uriOf('a b.smtp'), 'rcpt-before-mail');
      assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
      assert.equal(found.source, 'smtp');
      assert.deepEqual([found.range.start.line, found.range.start.character], [3, 3]);
      assert.deepEqual(vscode.languages.getDiagnostics(uriOf('fine.smtp')), []);
    });
  });

  it('each folder offers a task that no shell takes part in', async () => {
    await activateExtension();
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const [task] = await vscode.tasks.fetchTasks({ type: 'smtp-transcript' });
    assert.ok(task);
    assert.equal(task.name, 'check');
    assert.deepEqual(task.problemMatchers, ['$smtp-transcript']);
    assert.ok(task.execution instanceof vscode.ProcessExecution);
    assert.equal(task.execution.options?.env?.['ELECTRON_RUN_AS_NODE'], '1');
    assert.equal(task.execution.args.at(-1), '.');
  });

  it('findings of closed files appear, follow the file, and go', async () => {
    await openText(CORRECTED);
    await withFiles({ 'closed.smtp': EARLY_RCPT }, async uriOf => {
      const uri = uriOf('closed.smtp');
      await withSettings({ 'smtpTranscript.lint.workspace': 'workspace' }, async () => {
        await waitForRule(uri, 'rcpt-before-mail');
        // The task's problems are the same ones, and are not shown a second time.
        await runCommand('smtpTranscript.checkWorkspace');
        const once = vscode.languages.getDiagnostics(uri).map(ruleOf);
        assert.equal(once.filter(rule => rule === 'rcpt-before-mail').length, 1);
        writeFileSync(uri.fsPath, CORRECTED);
        await waitForDiagnostics(uri, list => list.length === 0);
        writeFileSync(uri.fsPath, EARLY_RCPT);
        await waitForRule(uri, 'rcpt-before-mail');
        const document = await vscode.workspace.openTextDocument(uri);
        await vscode.window.showTextDocument(document);
        await waitForDiagnostics(uri, list => {
          return list.filter(item => ruleOf(item) === 'rcpt-before-mail').length === 1;
        });
        await runCommand('workbench.action.closeActiveEditor');
        await waitForRule(uri, 'rcpt-before-mail');
        rmSync(uri.fsPath);
        await waitForDiagnostics(uri, list => list.length === 0);
        writeFileSync(uri.fsPath, EARLY_RCPT);
        await waitForRule(uri, 'rcpt-before-mail');
      });
      await waitForDiagnostics(uri, list => list.length === 0);
    });
  });
});
