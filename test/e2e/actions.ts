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
  const { page } = window;
  await page.locator('.codelens-decoration a').first().click();
  const list = page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
  await list.filter({ hasText: 'Embedded receiver' }).click();
  await window.waitForText('# total');
}
