/**
 * `node test/e2e/check.ts`: installs the packaged extension into a fresh VS Code, drives its window
 * as a user would, and closes with the line `window: N passed, N failed`. Made by `npm run package`
 * before.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isCi, reportSkip } from '../../tools/vscodeHost.ts';
import { prepareServed } from '../../tools/vscodeServed.ts';
import { openTranscript, replay, showProblems } from './actions.ts';
import { openWindow } from './window.ts';
import type { EditorWindow } from './window.ts';

const root = resolve(import.meta.dirname, '..', '..');
const workspace = join(root, 'test', 'host', 'workspace');

const checks: readonly [what: string, check: (window: EditorWindow) => Promise<void>][] = [
  [
    'a faulty transcript is coloured and its problems are listed',
    async window => {
      await openTranscript(window, 'faults.smtp');
      await showProblems(window);
      for (const rule of ['rcpt-before-mail', 'address-syntax', 'missing-dot-terminator']) {
        await window.page.locator('.markers-panel').getByText(rule).first().waitFor();
      }
      await window.screenshot('check-problems');
    },
  ],
  [
    'a session is replayed live beside its file',
    async window => {
      await openTranscript(window, 'session.smtp');
      await replay(window);
      await window.waitForText('# passed');
      await window.screenshot('check-replay');
    },
  ],
];

await main();

async function main(): Promise<void> {
  const setUp = isCi() || process.argv.includes('--set-up') ? 'allowed' : 'never';
  const found = prepareServed({ root, setUp, say: console.log, browser: 'needed' });
  if (found.kind === 'missing') {
    reportSkip('the check of the window', found.lacks);
    return;
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const extension = join(root, `smtp-transcript-${version}.vsix`);
  let failed = 0;
  for (const [what, check] of checks) {
    const window = await openWindow({ served: found, extension, workspace, theme: 'dark' });
    const failure = await check(window).catch((error: unknown) => error);
    if (failure !== undefined) await window.screenshot('check-failed');
    await window.close();
    console.log(`  ${failure === undefined ? '✔' : '✖'} ${what}`);
    if (failure === undefined) continue;
    failed++;
    console.error(failure);
  }
  console.log(`window: ${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
