/** Debian packages that tests need: which are missing, and how to install them as root. */
import { spawnSync } from 'node:child_process';

const LIMIT_MS = 10 * 60_000;

/** Those of the named packages that dpkg does not know as installed. */
export function missingPackages(names: readonly string[]): string[] {
  return names.filter(name => !isPackageInstalled(name));
}

/** Installs packages with apt-get; returns why it failed, or undefined. Needs root. */
export function installPackages(
  names: readonly string[],
  say: (line: string) => void,
): string | undefined {
  say(`set-up: installing Debian packages as root: ${names.join(' ')}`);
  // The package lists may be absent or old: install first, and refresh them only if that fails.
  if (apt(['install', '-y', '--no-install-recommends', ...names]) === undefined) return undefined;
  apt(['update']);
  return apt(['install', '-y', '--no-install-recommends', ...names]);
}

function isPackageInstalled(name: string): boolean {
  const run = spawnSync('dpkg', ['-s', name], { encoding: 'utf8' });
  return run.status === 0 && run.stdout.includes('Status: install ok installed');
}

function apt(args: readonly string[]): string | undefined {
  const run = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 64 << 20,
  });
  if (run.status === 0) return undefined;
  const text = `${run.error?.message ?? ''}\n${run.stderr}`.trim();
  return `apt-get ${args[0] ?? ''} failed: ${text.split('\n').slice(-3).join(' | ')}`;
}
