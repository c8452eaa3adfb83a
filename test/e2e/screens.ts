/**
 * `node test/e2e/screens.ts [file]`: opens a transcript in VS Code and saves pictures of it, of its
 * problems and of its replay as `screens/<name>-<what>-<dark|light>.png`. Without a file it takes
 * a faulty and an ordinary session of the host tests, and an example that differs.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse, resolve } from 'node:path';
import { isCi, reportSkip } from '../../tools/vscodeHost.ts';
import { prepareServed } from '../../tools/vscodeServed.ts';
import type { ServedVscode } from '../../tools/vscodeServed.ts';
import { compareRun, openCapture, openLog, openTranscript, replay } from './actions.ts';
import { runTests, showProblems } from './actions.ts';
import { openWindow } from './window.ts';
import type { EditorWindow, Theme } from './window.ts';

const root = resolve(import.meta.dirname, '..', '..');
const extension = resolve(process.env['SMTP_HOST_EXTENSION'] ?? root);
const corpus = join(root, 'test', 'corpus');
const workspace = join(root, 'test', 'host', 'workspace');

/** What is to be seen, and in which file. */
interface Scene {
  readonly file: string;
  readonly what:
    'file' | 'problems' | 'replay' | 'difference' | 'diff' | 'tests' | 'log' | 'capture';
}

const REPLAYS: readonly Scene['what'][] = ['replay', 'difference', 'diff'];

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
    const failing = failingFile();
    return [
      { file: session, what: 'file' },
      { file: faults, what: 'problems' },
      { file: session, what: 'replay' },
      { file: join(root, 'examples', '08-difference.smtp'), what: 'difference' },
      { file: failing, what: 'difference' },
      { file: failing, what: 'diff' },
      { file: faults, what: 'tests' },
      { file: join(corpus, 'postfix', 'smtpd-v-two-rcpt.txt'), what: 'log' },
      { file: join(corpus, 'smtplib', 'l1-two-rcpt.txt'), what: 'log' },
      { file: join(corpus, 'pcap', 'two-streams.pcap'), what: 'capture' },
    ];
  }
  const file = resolve(named);
  return (['file', 'replay', 'difference', 'diff'] as const).map(what => ({ file, what }));
}

/** The example that differs as it says, without that it says so. */
function failingFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smtp-screens-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const example = readFileSync(join(root, 'examples', '08-difference.smtp'), 'utf8');
  const file = join(folder, 'unknown-user.smtp');
  writeFileSync(file, example.replace(/^# A difference.*\n/, '').replace(/^# @expect.*\n/m, ''));
  return file;
}

async function takeAll(served: ServedVscode, theme: Theme): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { file, what } of scenes()) {
    const window = await openWindow({ served, extension, workspace: dirname(file), theme });
    try {
      await open(window, file, what);
      if (REPLAYS.includes(what)) await replay(window);
      if (what === 'diff') await compareRun(window);
      if (what === 'tests') await runTests(window);
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
