import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { installPackages, missingPackages } from './vscodeDebian.ts';

const root = join(import.meta.dirname, '..');
const ci = process.env['CI'] === 'true';
const quick = process.argv.includes('--quick');

// Hundreds of short processes load the same modules: what one has compiled serves all others.
process.env['NODE_COMPILE_CACHE'] ??= join(root, '.cache', 'compile');

/** Servers that the replay tests talk to. The packages for VS Code are the host tests' own affair. */
const SERVERS = ['postfix'];

/** What starts no process and keeps nothing: one process runs these files in half the time. */
const PURE = /^(?:server.(?:core|convert|report|host|replay|diff|config)|client)\b/;

if (!quick) setUp();
step('build', ['tools/build.mjs']);
process.env['SMTP_TRANSCRIPT_BUILT'] = 'true';
// Node leaves one core idle unless told.
const concurrency = `--test-concurrency=${String(availableParallelism())}`;
const files = testFiles();
const isPure = (file: string): boolean => PURE.test(file);
step('unit and property tests', ['--test', '--test-isolation=none', ...files.filter(isPure)]);
step('property, replay, LSP and command-line tests', [
  '--test',
  concurrency,
  ...files.filter(file => !isPure(file)),
]);
if (!quick) {
  step('tests inside VS Code', ['test/host/run.ts', '--set-up']);
  step('package', ['tools/package.ts']);
  step('the window, with the packaged extension', ['test/e2e/check.ts', '--set-up']);
}

/** Everything but what mocha runs inside VS Code; `--quick` leaves real servers out as well. */
function testFiles(): string[] {
  return globSync('{server,client,tools,test}/**/*.test.ts', { cwd: root })
    .filter(file => !file.startsWith(join('test', 'host', 'suite')))
    .filter(file => !(quick && /ostfix/.test(file)))
    .sort();
}

/** As root on Debian, missing servers are installed; elsewhere their tests are skipped visibly. */
function setUp(): void {
  const missing = missingPackages(SERVERS);
  if (missing.length === 0) return;
  const failure =
    process.getuid?.() === 0 ? installPackages(missing, console.log) : 'not root on Debian';
  if (failure === undefined) return;
  console.log(
    `set-up: ${missing.join(', ')} cannot be installed here (${failure}): those tests are skipped`,
  );
  if (ci) process.exit(1);
}

function step(what: string, args: readonly string[]): void {
  console.log(`\n== ${what}`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`failed: ${what}`);
  process.exit(status ?? 1);
}
