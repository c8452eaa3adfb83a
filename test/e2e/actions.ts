import { basename } from 'node:path';
import type { EditorWindow } from './window.ts';

/** Opens a transcript of the workspace and waits until it is coloured and the server has answered. */
export async function openTranscript(window: EditorWindow, file: string): Promise<void> {
  await window.openFile(basename(file));
  await window.page.locator('.editor-instance .view-line span[class*="mtk"]').nth(3).waitFor();
  await window.page.locator('.codelens-decoration a').first().waitFor();
}

/** Opens a log of the workspace and has it read as a transcript. */
export async function openLog(window: EditorWindow, file: string): Promise<void> {
  await window.openFile(basename(file));
  await window.page.locator('.editor-instance .view-line').first().waitFor();
  await window.runCommand('SMTP: Read as Transcript');
  await window.page.locator('.codelens-decoration a').first().waitFor();
  // Colours and problems come with the server's answers.
  await window.page.locator('.editor-instance .view-line span[class*="mtk"]').nth(8).waitFor();
  await window.page.locator('.statusbar-item', { hasText: 'Embedded receiver' }).waitFor();
  await window.runCommand('Explorer: Focus on Outline View');
}

/** Opens a packet capture of the workspace: its page. */
export async function openCapture(window: EditorWindow, file: string): Promise<void> {
  await window.openFile(basename(file));
  const outer = window.page.frameLocator('iframe.webview.ready');
  await outer.frameLocator('#active-frame').locator('table, pre').first().waitFor();
}

/** Opens the Problems view. */
export async function showProblems(window: EditorWindow): Promise<void> {
  await window.runCommand('Problems: Focus on Problems View');
  await window.page.locator('.markers-panel').waitFor();
}

/** Replays the first session against the embedded receiver and waits for its last line. */
export async function replay(window: EditorWindow): Promise<void> {
  await window.runCommand('SMTP: Replay Session');
  await window.waitForText('# total');
  // How it went stands above the session a moment later.
  await window.page.locator('.codelens-decoration a', { hasText: /[✓✗]/ }).first().waitFor();
}

/** Takes the side bar away. */
export async function widen(window: EditorWindow): Promise<void> {
  await window.runCommand('View: Toggle Primary Side Bar Visibility');
  await window.page.locator('.sidebar').waitFor({ state: 'hidden' });
}

/** Shows what was recorded beside what the last replay gave, over the whole width. */
export async function compareRun(window: EditorWindow, file: string): Promise<void> {
  await window.runCommand('View: Join All Editor Groups');
  await window.openFile(basename(file));
  await window.runCommand('SMTP: Compare Recorded and Actual');
  const editor = window.page.locator('.monaco-diff-editor');
  await editor.locator('.view-line').first().waitFor();
  // A run as recorded has none.
  const inserted = editor.locator('.line-insert, .char-insert').first();
  await inserted.waitFor({ timeout: 3000 }).catch(() => undefined);
}

/** Shows the list of runs. */
export async function showHistory(window: EditorWindow): Promise<void> {
  await window.runCommand('SMTP: Replay Session');
  await window.runCommand('SMTP: Run History…');
  await window.page.locator('.quick-input-list .monaco-list-row').nth(1).waitFor();
}

/** Makes production the current environment, and shows what a replay asks then. */
export async function chooseProduction(window: EditorWindow): Promise<void> {
  const { page } = window;
  await window.runCommand('SMTP: Choose Environment…');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'PRODUCTION' }).click();
  await page.locator('.statusbar-item', { hasText: 'production' }).waitFor();
  await window.runCommand('SMTP: Replay Session');
  await page.locator('.monaco-dialog-box').waitFor();
}

/** Runs every transcript in the Test Explorer and shows a difference: both sides, at its line. */
export async function runTests(window: EditorWindow): Promise<void> {
  const { page } = window;
  await window.runCommand('Testing: Focus on Test Explorer View');
  const rows = page.locator('.test-explorer .monaco-list-row');
  await rows.nth(1).waitFor();
  const files = await rows.count();
  // From the last on: the rows above stay where they are.
  for (let at = files - 1; at >= 0; at--) {
    await rows.nth(at).locator('.monaco-tl-twistie').click();
    await rows.nth(files + (files - at) - 1).waitFor();
  }
  await window.runCommand('Test: Run All Tests');
  await page.locator('.test-explorer .codicon-testing-passed-icon').first().waitFor();
  await page.locator('.codelens-decoration a', { hasText: /[✓✗]/ }).first().waitFor();
  const message = page.locator('.test-output-peek-tree .monaco-list-row', {
    hasText: 'instead of',
  });
  await message.first().dblclick();
  await page.locator('.monaco-diff-editor .view-line').first().waitFor();
}
