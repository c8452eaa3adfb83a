// Plain JavaScript for whatever Node a fresh machine has: installs the npm packages, among them the
// Node that runs everything else.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

const bin = join(root, 'node_modules/.bin');
const stamp = join(root, 'node_modules/.smtp-transcript-installed');

/** Installs the npm packages unless what the lock file says is there already. */
export function ensurePackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (existsSync(join(bin, 'tsc')) && existsSync(join(bin, 'node')) && process.env.CI === 'true') {
    return; // npm ci has just run.
  }
  console.log('Installing npm packages (once)…');
  // Whoever asks for the packages builds what it needs.
  run('npm', ['ci', '--no-audit', '--no-fund'], { env: { SMTP_TRANSCRIPT_BUILD: 'later' } });
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Runs a program with the project's own Node and tools first on PATH; ends this process if it fails. */
export function run(command, args, options = {}) {
  const status = statusOf(command, args, options);
  if (status !== 0) process.exit(status);
}

/** As `run`, but gives the exit status back. */
export function statusOf(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
    env: { ...process.env, ...options.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}
