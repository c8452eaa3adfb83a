/**
 * `node test/e2e/screens.ts [file]`: opens a transcript in VS Code and saves pictures of it, of its
 * problems and of its replay as `screens/<name>-<what>-<dark|light>.png`. Without a file it takes
 * a faulty and an ordinary session of the host tests, and an example that differs.
 */
import { dirname, join, parse, resolve } from 'node:path';
import { isCi, reportSkip } from '../../tools/vscodeHost.ts';
import { prepareServed } from '../../tools/vscodeServed.ts';
import type { ServedVscode } from '../../tools/vscodeServed.ts';
import { openCapture, openLog, openTranscript, replay, showProblems } from './actions.ts';
import { openWindow } from './window.ts';
import type { EditorWindow, Theme } from './window.ts';

const root = resolve(import.meta.dirname, '..', '..');
const extension = resolve(process.env['SMTP_HOST_EXTENSION'] ?? root);
const corpus = join(root, 'test', 'corpus');
const workspace = join(root, 'test', 'host', 'workspace');

/** What is to be seen, and in which file. */
interface Scene {
  readonly file: string;
  readonly what: 'file' | 'problems' | 'replay' | 'difference' | 'log' | 'capture';
}

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
  for (const theme of ['dark', 'light'] as const) {
    for (const path of await takeAll(found, theme)) console.log(path);
  }
}

function scenes(): readonly Scene[] {
  const named = process.argv.slice(2).find(arg => !arg.startsWith('-'));
  if (named === undefined) {
    const faults = join(workspace, 'faults.smtp');
    const session = join(workspace, 'session.smtp');
    return [
      { file: session, what: 'file' },
      { file: faults, what: 'problems' },
      { file: session, what: 'replay' },
      { file: join(root, 'examples', '08-difference.smtp'), what: 'difference' },
      { file: join(corpus, 'postfix', 'smtpd-v-two-rcpt.txt'), what: 'log' },
      { file: join(corpus, 'smtplib', 'l1-two-rcpt.txt'), what: 'log' },
      { file: join(corpus, 'pcap', 'two-streams.pcap'), what: 'capture' },
    ];
  }
  const file = resolve(named);
  return (['file', 'replay', 'difference'] as const).map(what => ({ file, what }));
}

async function takeAll(served: ServedVscode, theme: Theme): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { file, what } of scenes()) {
    const window = await openWindow({ served, extension, workspace: dirname(file), theme });
    try {
      await open(window, file, what);
      if (what === 'replay' || what === 'difference') await replay(window);
      if (what === 'problems' || what === 'difference') await showProblems(window);
      if (what === 'replay') await showNotifications(window);
      paths.push(await window.screenshot(`${parse(file).name}-${what}-${theme}`));
    } finally {
      await window.close();
    }
  }
  return paths;
}

async function open(window: EditorWindow, file: string, what: Scene['what']): Promise<void> {
  if (what === 'log') await openLog(window, file);
  else if (what === 'capture') await openCapture(window, file);
  else await openTranscript(window, file);
}

async function showNotifications(window: EditorWindow): Promise<void> {
  // Under test VS Code keeps its toasts to itself; the centre shows the same message.
  await window.runCommand('Notifications: Show Notifications');
  await window.page.locator('.notifications-center .notification-list-item').first().waitFor();
}

await main();
