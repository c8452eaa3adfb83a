/**
 * `node test/e2e/screens.ts [file]`: opens a transcript of `examples/` in VS Code and saves
 * pictures of it as `screens/<name>-dark.png` and `screens/<name>-light.png`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isCi, reportSkip } from '../../tools/vscodeHost.ts';
import { prepareServed } from '../../tools/vscodeServed.ts';
import type { ServedVscode } from '../../tools/vscodeServed.ts';
import { openWindow } from './window.ts';
import type { Theme } from './window.ts';

const root = resolve(import.meta.dirname, '..', '..');
const extension = resolve(process.env['SMTP_HOST_EXTENSION'] ?? root);

async function main(): Promise<void> {
  const setUp = isCi() || process.argv.includes('--set-up') ? 'allowed' : 'never';
  const say = (line: string): void => {
    console.log(line);
  };
  const found = prepareServed({ root, setUp, say, browser: 'needed' });
  if (found.kind === 'missing') {
    reportSkip('screens', found.lacks);
    return;
  }
  const file = chosenFile();
  for (const theme of ['dark', 'light'] as const) console.log(await take(found, file, theme));
}

function chosenFile(): string {
  const named = process.argv.slice(2).find(arg => !arg.startsWith('-'));
  if (named !== undefined) return resolve(named);
  const examples = join(root, 'examples');
  const first = existsSync(examples)
    ? readdirSync(examples).find(name => name.endsWith('.smtp'))
    : undefined;
  if (first === undefined) return join(root, 'test', 'host', 'workspace', 'session.smtp');
  return join(examples, first);
}

async function take(served: ServedVscode, file: string, theme: Theme): Promise<string> {
  const window = await openWindow({ served, extension, workspace: dirname(file), theme });
  try {
    await window.openFile(basename(file));
    // A coloured word shows that the grammar is loaded.
    await window.page.locator('.editor-instance .view-line span[class*="mtk"]').nth(3).waitFor();
    return await window.screenshot(`${basename(file, '.smtp')}-${theme}`);
  } finally {
    await window.close();
  }
}

await main();
