/** What the tests in the extension host have in common. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** The identifier under which VS Code knows the extension. */
export const EXTENSION_ID = 'smtp-transcripts.smtp-transcript';

/** The language of `.smtp` files. */
export const LANGUAGE_ID = 'smtp-transcript';

const LIMIT_MS = 10_000;
const POLL_MS = 20;

/** The extension, activated. */
export async function activateExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension<unknown>(EXTENSION_ID);
  assert.ok(extension, `the extension ${EXTENSION_ID} is not there`);
  await extension.activate();
  return extension;
}

/** Opens a new untitled transcript with this text, in an editor. */
export async function openText(text: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({
    language: LANGUAGE_ID,
    content: text,
  });
  return vscode.window.showTextDocument(document, { preview: false });
}

const folders: string[] = [];

/** Writes a file with these contents into a new temporary folder and opens it in an editor. */
export async function openFile(
  name: string,
  contents: string | Uint8Array,
): Promise<vscode.TextEditor> {
  const folder = mkdtempSync(join(tmpdir(), 'smtp-suite-'));
  folders.push(folder);
  writeFileSync(join(folder, name), contents);
  const document = await vscode.workspace.openTextDocument(join(folder, name));
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Opens a file of the workspace folder in an editor. */
export async function openWorkspaceFile(path: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no workspace folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Closes every editor without asking, and removes the folders of `openFile`. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    // VS Code opens documents of its own, its settings among them.
    if (document.languageId !== LANGUAGE_ID || !document.isDirty || document.isClosed) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Replaces a range of the editor's document; fails when the editor refuses the edit. */
export async function replaceText(
  editor: vscode.TextEditor,
  range: vscode.Range,
  text: string,
): Promise<void> {
  const done = await editor.edit(builder => {
    builder.replace(range, text);
  });
  assert.ok(done, 'the editor refused the edit');
}

/**
 * Asks again and again until the answer is something, for ten seconds at most, and returns it.
 * The failure says what was awaited.
 */
export async function waitFor<T>(
  what: string,
  ask: () => T | undefined | false | PromiseLike<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/** Waits until the diagnostics of a document satisfy the predicate; returns them all. */
export async function waitForDiagnostics(
  uri: vscode.Uri,
  predicate: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  let last: readonly vscode.Diagnostic[] = [];
  try {
    return await waitFor('diagnostics', () => {
      last = vscode.languages.getDiagnostics(uri);
      return predicate(last) ? last : undefined;
    });
  } catch (error) {
    const seen = last.map(describeDiagnostic).join('\n  ');
    throw new Error(`the diagnostics never were as expected; last:\n  ${seen}`, { cause: error });
  }
}

/** Waits for a diagnostic with this rule id. */
export async function waitForRule(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  const all = await waitForDiagnostics(uri, list => list.some(item => ruleOf(item) === rule));
  const found = all.find(item => ruleOf(item) === rule);
  assert.ok(found);
  return found;
}

/** The rule id of a diagnostic: its code, with or without a link. */
export function ruleOf(diagnostic: vscode.Diagnostic): string {
  const code = diagnostic.code;
  if (code === undefined) return '';
  return String(typeof code === 'object' ? code.value : code);
}

/** Runs a command of VS Code or of the extension. */
export async function runCommand<T = unknown>(
  command: string,
  ...args: readonly unknown[]
): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...args);
}

function describeDiagnostic(diagnostic: vscode.Diagnostic): string {
  const { line, character } = diagnostic.range.start;
  const place = `${String(line + 1)}:${String(character + 1)}`;
  return `${place} ${ruleOf(diagnostic)} ${diagnostic.message}`;
}
