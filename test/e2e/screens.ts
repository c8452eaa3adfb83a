/**
 * `node test/e2e/screens.ts [file]`: opens a transcript in VS Code and saves pictures of it, of its
 * problems and of its replay as `screens/<name>-<what>-<dark|light>.png`. Without a file it takes
 * a faulty session of the host tests, logs, and a folder of transcripts of which one fails.
 */
import { dirname, join, parse, resolve } from 'node:path';
import { isCi, reportSkip } from '../../tools/vscodeHost.ts';
import { prepareServed } from '../../tools/vscodeServed.ts';
import type { ServedVscode } from '../../tools/vscodeServed.ts';
import { chooseProduction, compareRun, openCapture, openLog, openTranscript } from './actions.ts';
import { replay, runTests, showHistory, showProblems, widen } from './actions.ts';
import { sceneFolder } from './sceneFolder.ts';
import { openWindow } from './window.ts';
import type { EditorWindow, Theme } from './window.ts';

const root = resolve(import.meta.dirname, '..', '..');
const extension = resolve(process.env['SMTP_HOST_EXTENSION'] ?? root);
const corpus = join(root, 'test', 'corpus');
const workspace = join(root, 'test', 'host', 'workspace');

/** What is to be seen, and in which file. */
interface Scene {
  readonly file: string;
  readonly what: What;
}

type Replayed = 'replay' | 'difference' | 'diff' | 'history';
type What = Replayed | 'file' | 'problems' | 'tests' | 'production' | 'log' | 'capture';

const REPLAYS: readonly What[] = ['replay', 'difference', 'diff', 'history'];
/** Two texts beside each other need the room. */
const WIDE: readonly What[] = ['replay', 'difference', 'diff'];

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
    const folder = sceneFolder();
    const passing = join(folder, 'starttls.smtp');
    const failing = join(folder, 'former-user.smtp');
    return [
      { file: passing, what: 'file' },
      { file: faults, what: 'problems' },
      { file: passing, what: 'replay' },
      { file: failing, what: 'difference' },
      { file: failing, what: 'diff' },
      { file: failing, what: 'history' },
      { file: failing, what: 'tests' },
      { file: passing, what: 'production' },
      { file: join(corpus, 'postfix', 'smtpd-v-two-rcpt.txt'), what: 'log' },
      { file: join(corpus, 'smtplib', 'l1-two-rcpt.txt'), what: 'log' },
      { file: join(corpus, 'pcap', 'two-streams.pcap'), what: 'capture' },
    ];
  }
  const file = resolve(named);
  return (['file', 'replay', 'difference', 'diff'] as const).map(what => ({ file, what }));
}

async function takeAll(served: ServedVscode, theme: Theme): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { file, what } of scenes()) {
    const window = await openWindow({ served, extension, workspace: dirname(file), theme });
    try {
      await open(window, file, what);
      if (WIDE.includes(what)) await widen(window);
      if (REPLAYS.includes(what)) await replay(window);
      if (what === 'diff') await compareRun(window, file);
      if (what === 'history') await showHistory(window);
      if (what === 'tests') await runTests(window);
      if (what === 'production') await chooseProduction(window);
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
