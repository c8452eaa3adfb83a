/**
 * `node test/host/run.ts [--set-up]`: runs the tests of `suite/` inside a real VS Code: a
 * desktop one where there is one, else a served one. Its last line is the count of the tests.
 *
 * `--set-up` allows it to install Debian packages as root (CI does too). Environment:
 * VSCODE_EXECUTABLE, CHROMIUM_EXECUTABLE, SMTP_HOST_EXTENSION (folder of the extension, the
 * project's unless given), SMTP_HOST_SETTINGS, SMTP_HOST_TIMEOUT, SMTP_HOST_GREP.
 */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { findHost, isCi, reportSkip } from '../../tools/vscodeHost.ts';
import type { VscodeHost } from '../../tools/vscodeHost.ts';
import { buildHostTests } from './build.mjs';
import { createProfile, settingsOfEnvironment } from './profile.ts';
import { REPORT_NAME, parseReport } from './report.ts';

const here = import.meta.dirname;
const root = resolve(here, '..', '..');
const extension = resolve(process.env['SMTP_HOST_EXTENSION'] ?? root);
const limitMs = (Number(process.env['SMTP_HOST_TIMEOUT'] ?? '300') + 60) * 1000;

async function main(): Promise<void> {
  if (!existsSync(join(extension, 'package.json'))) {
    throw new Error(`there is no extension in ${extension}`);
  }
  const setUp = isCi() || process.argv.includes('--set-up') ? 'allowed' : 'never';
  const say = (line: string): void => {
    console.log(line);
  };
  const host = await findHost({ root, setUp, say });
  if (host.kind === 'missing') {
    reportSkip('vscode', host.lacks);
    return;
  }
  const tests = await buildHostTests();
  const problem = await runIn(host, tests);
  conclude(join(dirname(tests), REPORT_NAME), problem);
}

/** Returns what went wrong, if anything did. */
async function runIn(
  host: Exclude<VscodeHost, { kind: 'missing' }>,
  tests: string,
): Promise<string | undefined> {
  const profile = createProfile(settingsOfEnvironment());
  const folder = join(profile.temporary, 'workspace');
  cpSync(join(here, 'workspace'), folder, { recursive: true });
  const watchdog = setTimeout(interrupt, limitMs);
  try {
    await runTests({
      vscodeExecutablePath: host.kind === 'desktop' ? host.executable : join(here, 'executable'),
      extensionDevelopmentPath: extension,
      extensionTestsPath: tests,
      // Mocha colours its check marks where CI is set, whatever its options say.
      extensionTestsEnv: { SMTP_HOST_NODE: process.execPath, NO_COLOR: '1' },
      launchArgs: [
        folder,
        `--user-data-dir=${profile.userData}`,
        `--extensions-dir=${profile.extensions}`,
      ],
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(watchdog);
    profile.remove();
  }
}

/** The runner ends VS Code at the first interrupt, and kills it at the second. */
function interrupt(): void {
  console.error('vscode: no end within the time limit');
  process.exitCode = 1;
  process.emit('SIGINT');
  setTimeout(() => process.emit('SIGINT'), 10_000).unref();
}

function conclude(reportFile: string, problem: string | undefined): void {
  if (problem !== undefined) {
    console.error(`vscode: ${problem}`);
    process.exitCode = 1;
  }
  const report = existsSync(reportFile) ? parseReport(readFileSync(reportFile, 'utf8')) : undefined;
  const { passed, failed, pending } = report ?? { passed: 0, failed: 1, pending: 0 };
  if (passed === 0 || failed > 0) process.exitCode = 1;
  if (pending > 0 && isCi()) process.exitCode = 1;
  if (pending > 0) console.log(`vscode: ${String(pending)} skipped`);
  if (report === undefined) console.error('vscode: the tests did not get as far as a result');
  console.log(`vscode: ${String(passed)} passed, ${String(failed)} failed`);
}

// The runner passes an interrupt on to VS Code, but knows no other signal.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.emit('SIGINT'));
}
// VS Code refuses to start, or starts as something else, with what its own terminal sets.
for (const name of Object.keys(process.env)) {
  if (/^(VSCODE_(?!EXECUTABLE$)|ELECTRON_)/.test(name)) Reflect.deleteProperty(process.env, name);
}
await main();
