/** `node tools/servers/install.ts`: brings what the tests against real servers need, once. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { innerNpmEnv } from '../innerNpmEnv.ts';
import { installPackages, missingPackages } from '../vscodeDebian.ts';
import { librariesOf } from './libraries.ts';
import { harakaFolder, installedPackages, serversCache } from './packages.ts';
import { unpackedFolder, unpackedServers } from './packages.ts';
import type { Unpacked, UnpackedServer } from './packages.ts';

const LIMIT_MS = 5 * 60_000;
const STAMP = '.unpacked.json';

/**
 * Installs what is missing: Debian packages and npm packages, nothing outside them but the cache.
 * Needs root on Debian. Gives the reasons why something is not there, none where all is.
 */
export async function installServers(say: (line: string) => void): Promise<readonly string[]> {
  const reasons: (string | undefined)[] = [installDebian(say)];
  for (const name of Object.keys(unpackedServers) as Unpacked[]) {
    reasons.push(await unpackServer(name, say));
  }
  reasons.push(installHaraka(say));
  return reasons.filter(reason => reason !== undefined);
}

function installDebian(say: (line: string) => void): string | undefined {
  const missing = missingPackages(installedPackages);
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0) return `${missing.join(', ')}: not root on Debian`;
  return installPackages(missing, say);
}

async function unpackServer(
  name: Unpacked,
  say: (line: string) => void,
): Promise<string | undefined> {
  const server: UnpackedServer = unpackedServers[name];
  const folder = unpackedFolder(name);
  if (await isUnpacked(folder, server)) return undefined;
  say(`set-up: unpacking Debian packages: ${server.packages.join(' ')}`);
  mkdirSync(serversCache, { recursive: true });
  const made = mkdtempSync(join(serversCache, `${name}-`));
  try {
    unpackWithLibraries(made, server.packages);
    writeFileSync(join(made, STAMP), JSON.stringify(server.packages));
    await librariesOf(
      server.programs.map(path => join(made, path)),
      made,
    );
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
    return undefined;
  } catch (error) {
    return `${name}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** A cache from another machine or another version of this list is made anew. */
async function isUnpacked(
  folder: string,
  { packages, programs }: UnpackedServer,
): Promise<boolean> {
  const stamp = join(folder, STAMP);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== JSON.stringify(packages)) return false;
  const paths = programs.map(path => join(folder, path));
  return librariesOf(paths, folder).then(
    () => true,
    () => false,
  );
}

/** Downloads and unpacks packages, and of what they depend on the libraries that are not installed. */
function unpackWithLibraries(folder: string, packages: readonly string[]): void {
  const debs = join(folder, 'debs');
  mkdirSync(debs);
  const seen = new Set<string>();
  let wanted: readonly string[] = packages;
  while (wanted.length > 0) {
    for (const name of wanted) seen.add(name);
    download(wanted, debs);
    const files = globSync('*.deb', { cwd: debs }).map(file => join(debs, file));
    const fresh = files.filter(file => wanted.includes(packageOf(file)));
    for (const file of fresh) run('dpkg-deb', ['-x', file, folder]);
    const libraries = new Set(fresh.flatMap(librariesNamedBy));
    wanted = missingPackages([...libraries].filter(name => !seen.has(name)));
  }
  rmSync(debs, { recursive: true });
}

/** The package lists may be absent or old: they are refreshed only where the download fails. */
function download(packages: readonly string[], folder: string): void {
  const args = ['-q', '-o', 'APT::Sandbox::User=root', 'download', ...packages];
  try {
    run('apt-get', args, folder);
  } catch {
    run('apt-get', ['-q', 'update']);
    run('apt-get', args, folder);
  }
}

function packageOf(file: string): string {
  return basename(file).replace(/_.*/u, '');
}

/** Of alternatives the first, as apt prefers it. */
function librariesNamedBy(file: string): string[] {
  const depends = run('dpkg-deb', ['-f', file, 'Depends']);
  const names = depends.split(',').map(entry => entry.trim().split(/[\s|:(]/u)[0] ?? '');
  return names.filter(name => /^z?lib/u.test(name));
}

/** Haraka has a lock file of its own, so that the project need not know its hundred packages. */
function installHaraka(say: (line: string) => void): string | undefined {
  const source = join(import.meta.dirname, 'haraka');
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8');
  const stamp = join(harakaFolder, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return undefined;
  say('set-up: installing Haraka from npm');
  rmSync(harakaFolder, { recursive: true, force: true });
  mkdirSync(harakaFolder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    cpSync(join(source, name), join(harakaFolder, name));
  }
  try {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], harakaFolder);
    writeFileSync(stamp, lock);
    return undefined;
  } catch (error) {
    return `haraka: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function run(command: string, args: readonly string[], cwd = serversCache): string {
  const env = { ...innerNpmEnv(process.env, process.execPath), DEBIAN_FRONTEND: 'noninteractive' };
  const options = { cwd, env, encoding: 'utf8', timeout: LIMIT_MS, maxBuffer: 64 << 20 } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status === 0) return stdout;
  const why = `${error?.message ?? ''}\n${stderr}`.trim().split('\n').slice(-3).join(' | ');
  throw new Error(`${command} ${args[0] ?? ''} failed: ${why}`);
}

if (process.argv[1] === import.meta.filename) {
  const reasons = await installServers(console.log);
  for (const reason of reasons) console.error(`not installed: ${reason}`);
  process.exitCode = reasons.length > 0 ? 1 : 0;
}
