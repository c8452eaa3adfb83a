import { strict as assert } from 'node:assert';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateExtension, closeAll, replaceText, ruleOf, runCommand } from './support.ts';
import { waitFor, waitForDiagnostics, waitForRule } from './support.ts';

const FROB = 'S: 220 mx.example.net ESMTP\nC: FROB\nS: 500 What?\nC: QUIT\nS: 221 Bye\n';
const CONFIG = '.smtp-transcript.json';

function rootPath(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no workspace folder is open');
  return folder.uri.fsPath;
}

/**
 * Puts files into the workspace folder, or into a new folder `configured` in it, as long as `work`
 * runs. No deeper: VS Code may miss what happens in folders that were made at the same moment.
 */
async function withFiles(
  files: Readonly<Record<string, string>>,
  work: (uriOf: (name: string) => vscode.Uri) => Promise<void>,
): Promise<void> {
  const pathOf = (name: string): string => join(rootPath(), name);
  mkdirSync(pathOf('configured'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(pathOf(name), text);
    await work(name => vscode.Uri.file(pathOf(name)));
  } finally {
    await closeAll();
    rmSync(pathOf('configured'), { recursive: true, force: true });
    for (const name of [...Object.keys(files), CONFIG]) rmSync(pathOf(name), { force: true });
  }
}

async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uri);
  return vscode.window.showTextDocument(document, { preview: false });
}

async function waitForNone(uri: vscode.Uri, rule: string): Promise<void> {
  await waitForDiagnostics(uri, list => list.every(item => ruleOf(item) !== rule));
}

function valueOf(content: vscode.Hover['contents'][number]): string {
  if (typeof content === 'string') return content;
  return content instanceof vscode.MarkdownString ? content.value : '';
}

describe('configuring', () => {
  afterEach(closeAll);

  it('a file is obeyed when it is saved, changed on disk, and gone; the nearest one wins', async () => {
    await withFiles({ 'above.smtp': FROB, 'configured/below.smtp': FROB }, async uriOf => {
      const above = uriOf('above.smtp');
      const below = uriOf('configured/below.smtp');
      await show(above);
      await show(below);
      await waitForRule(above, 'unknown-command');
      await waitForRule(below, 'unknown-command');
      writeFileSync(uriOf(CONFIG).fsPath, '{ "rules": { "unknown-command": "off" } }');
      await waitForNone(above, 'unknown-command');
      await waitForNone(below, 'unknown-command');
      const nearer = uriOf(`configured/${CONFIG}c`).fsPath;
      writeFileSync(nearer, '{ "rules": { "unknown-command": "hint", } } // comment');
      const found = await waitForRule(below, 'unknown-command');
      assert.equal(found.severity, vscode.DiagnosticSeverity.Hint);
      await waitForNone(above, 'unknown-command');
      const editor = await show(uriOf(CONFIG));
      await replaceText(editor, new vscode.Range(0, 0, 1, 0), '{ "profile": "strict" }');
      assert.ok(await editor.document.save());
      const again = await waitForRule(above, 'unknown-command');
      assert.equal(again.severity, vscode.DiagnosticSeverity.Error);
      rmSync(nearer);
      await waitForDiagnostics(below, list => {
        return list.some(
          item =>
            ruleOf(item) === 'unknown-command' && item.severity === vscode.DiagnosticSeverity.Error,
        );
      });
    });
  });

  it('what is wrong in one is told once, as it stands in the editor', async () => {
    await activateExtension();
    const text = '{\n  "rules": { "nested-mial": "off", "unknown-command": "fatal" }\n}\n';
    await withFiles({ [CONFIG]: text }, async uriOf => {
      const editor = await show(uriOf(CONFIG));
      const { uri, languageId } = editor.document;
      assert.equal(languageId, 'jsonc');
      const told = await waitForDiagnostics(uri, list => list.length >= 2);
      assert.match(told[0]?.message ?? '', /did you mean "nested-mail"\?/);
      // The JSON language would have its say half a second after the last edit.
      await replaceText(editor, new vscode.Range(0, 1, 0, 1), ' "$schema" 1,');
      await waitForDiagnostics(uri, list => list.some(({ source }) => source !== 'smtp'));
      const lines = vscode.languages.getDiagnostics(uri).map(each => each.range.start.line);
      assert.deepEqual([...lines].sort(), [0, 1, 1]);
      await replaceText(editor, new vscode.Range(0, 0, 3, 0), '{ "root": true }\n');
      await waitForDiagnostics(uri, list => list.length === 0);
      await runCommand('workbench.action.revertAndCloseActiveEditor');
    });
  });

  it('rules are completed and explained in it', async () => {
    await withFiles({ [CONFIG]: '{ "rules": { "nested-mail": "off" } }' }, async uriOf => {
      const { document } = await show(uriOf(CONFIG));
      const at = (text: string): vscode.Position =>
        document.positionAt(document.getText().indexOf(text) + 2);
      await waitFor('the words', async () => {
        const list = await runCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          at('"off'),
        );
        return list.items.some(({ label }) => JSON.stringify(label).includes('hint'));
      });
      const hovers = await runCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at('"nested'),
      );
      const words = hovers.flatMap(({ contents }) => contents.map(valueOf));
      assert.match(words.join('\n'), /docs\/rules\/nested-mail\.md/);
    });
  });

  it('a task of tasks.json checks what it names and reports where it stands', async () => {
    await activateExtension();
    const folder = join(rootPath(), '.vscode');
    const file = join(folder, 'tasks.json');
    const definition = { type: 'smtp-transcript', task: 'check', paths: ['configured/c.smtp'] };
    const task = { ...definition, label: 'mine', problemMatcher: '$smtp-transcript' };
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(file, JSON.stringify({ version: '2.0.0', tasks: [task] }));
      await withFiles({ 'configured/c.smtp': FROB, 'configured/d.smtp': FROB }, async uriOf => {
        const mine = await waitFor('the task', async () => {
          const all = await vscode.tasks.fetchTasks({ type: 'smtp-transcript' });
          return all.find(({ name }) => name === 'mine');
        });
        const ended = new Promise<number | undefined>(resolve => {
          const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
            if (execution.task.name !== 'mine') return;
            listener.dispose();
            resolve(exitCode);
          });
        });
        await vscode.tasks.executeTask(mine);
        assert.equal(await ended, 1);
        const found = await waitForRule(uriOf('configured/c.smtp'), 'unknown-command');
        assert.deepEqual([found.range.start.line, found.range.start.character], [1, 3]);
        assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
        assert.deepEqual(vscode.languages.getDiagnostics(uriOf('configured/d.smtp')), []);
      });
    } finally {
      rmSync(file);
    }
  });
});
