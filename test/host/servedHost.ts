/**
 * Runs extension tests in a served VS Code: takes the arguments that `@vscode/test-electron`
 * gives to a desktop VS Code, and ends with the exit code of the tests.
 *
 * Environment: SMTP_HOST_SETTINGS (user settings as a JSON object) and SMTP_HOST_TIMEOUT
 * (seconds that the tests may take, 300 unless given).
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { prepareServed } from '../../tools/vscodeServed.ts';
import type { ServedVscode } from '../../tools/vscodeServed.ts';
import { startServer } from '../../tools/vscodeServer.ts';
import { launchBrowser } from './browser.ts';
import { parseHostArguments } from './hostArguments.ts';
import type { HostArguments } from './hostArguments.ts';
import { createProfile, settingsOfEnvironment, writeSettings } from './profile.ts';

const root = resolve(import.meta.dirname, '..', '..');
const limitMs = Number(process.env['SMTP_HOST_TIMEOUT'] ?? '300') * 1000;
/** What the window itself says at each start, and its look-ups of things that are not there. */
const NOISE =
  /^(Creating a socket|Resolv(ing|ed) connection token|Updating additional builtin|\[reconnection|\[AgentHost|\[AccountPolicyGate|\[Service Worker)|open-vsx|vsda|No signed-in session/;
const cleanUps: (() => Promise<void> | void)[] = [];

async function main(): Promise<void> {
  const say = (line: string): void => {
    console.log(line);
  };
  const found = prepareServed({ root, setUp: 'never', say, browser: 'needed' });
  if (found.kind === 'missing') throw new Error(`missing: ${found.lacks.join('; ')}`);
  const code = await runTests(found, parseHostArguments(process.argv.slice(2)));
  return finish(code);
}

async function runTests(served: ServedVscode, args: HostArguments): Promise<number> {
  const profile = createProfile(settingsOfEnvironment());
  cleanUps.push(profile.remove);
  const userData = args.userData ?? profile.userData;
  if (!existsSync(join(userData, 'User', 'settings.json'))) {
    writeSettings(userData, settingsOfEnvironment());
  }
  const { temporary } = profile;
  const extensions = args.extensions ?? profile.extensions;
  const server = await startServer({ server: served.server, userData, extensions, temporary });
  cleanUps.push(server.stop);
  const browser = await launchBrowser(served.browser);
  cleanUps.push(() => browser.close());
  const page = await browser.newPage();
  const tested = testResult(page);
  const crashed = server.ended.then(() => {
    throw new Error("VS Code's server ended before the tests did");
  });
  const opened = page.goto(server.address(args), { timeout: 60_000 }).then(() => tested);
  return Promise.race([opened, tested, crashed, timeLimit()]);
}

/** VS Code calls these two functions of the page; it must find them when it loads. */
async function testResult(page: Page): Promise<number> {
  await page.exposeFunction('codeAutomationLog', (kind: string, values: unknown[]) => {
    const text = format(...values);
    if (NOISE.test(text)) return;
    (kind === 'error' ? process.stderr : process.stdout).write(`${text}\n`);
  });
  return new Promise((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.once('crash', () => {
      reject(new Error('the browser page crashed'));
    });
  });
}

function timeLimit(): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => {
      reject(new Error(`no result within ${String(limitMs / 1000)} seconds`));
    };
    setTimeout(fail, limitMs).unref();
  });
}

let finishing = false;

/** Ends what was started, last first, and then this process. */
async function finish(code: number): Promise<void> {
  if (finishing) return;
  finishing = true;
  for (const cleanUp of cleanUps.reverse()) {
    try {
      await cleanUp();
    } catch (error) {
      console.error(`vscode: ${String(error)}`);
    }
  }
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void finish(130));
}
try {
  await main();
} catch (error) {
  console.error(`vscode: ${error instanceof Error ? error.message : String(error)}`);
  await finish(1);
}
