import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { chmod, chown, copyFile, cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { librariesOf } from '../../tools/servers/libraries.ts';
import { serverHost } from './runningServer.ts';

const run = promisify(execFile);

/** Somebody whom a server wants to run as; known inside its root only. */
export interface RootUser {
  readonly name: string;
  readonly id: number;
}

/** What stands in a server's root besides its programs' libraries. */
export interface RootContents {
  /** Where the packages are unpacked. */
  readonly unpacked: string;
  /** Programs and folders of the unpacked packages, by their path. */
  readonly paths: readonly string[];
  /** Files of this machine that the programs load by name. */
  readonly machinePaths?: readonly string[];
  readonly users: readonly RootUser[];
}

/** `nobody` and its like are where Debian has them. */
const NOBODY = 65534;

/**
 * Makes a root directory that holds a server and nothing else, for servers with fixed paths and
 * users: so nothing is installed on the machine, and several can run side by side.
 */
export async function makeSmallRoot(root: string, contents: RootContents): Promise<void> {
  await makeSkeleton(root);
  for (const path of contents.paths) await copyInto(root, path, join(contents.unpacked, path));
  for (const path of contents.machinePaths ?? []) await copyInto(root, path, path);
  const programs = [...contents.paths, ...(contents.machinePaths ?? [])];
  await copyLibraries(root, contents.unpacked, programs);
  await writeAccounts(root, contents.users);
}

/** Makes a folder inside the root for a user. */
export async function makeRootFolder(
  path: string,
  owner: { readonly user: number; readonly group?: number; readonly mode: number },
): Promise<void> {
  await mkdir(path, { recursive: true });
  await chown(path, owner.user, owner.group ?? owner.user);
  await chmod(path, owner.mode);
}

/** What a program inside a root prints, whatever its exit status is. */
export async function outputInRoot(
  root: string,
  program: string,
  args: readonly string[],
): Promise<string> {
  const running = run('chroot', [root, program, ...args], { timeout: 10_000 });
  running.child.stdin?.end();
  const { stdout, stderr } = await running.catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return `${stdout}${stderr}`;
}

async function makeSkeleton(root: string): Promise<void> {
  for (const name of ['etc', 'usr/lib', 'usr/lib64', 'usr/sbin', 'usr/bin', 'dev', 'run', 'var']) {
    await mkdir(join(root, name), { recursive: true });
  }
  for (const name of ['lib', 'lib64', 'sbin', 'bin']) {
    await symlink(`usr/${name}`, join(root, name));
  }
  await symlink('../run', join(root, 'var/run'));
  await mkdir(join(root, 'tmp'));
  await chmod(join(root, 'tmp'), 0o1777);
  // Plain files will do for what the servers do with them: they are opened and not read.
  await writeFile(join(root, 'dev/null'), '');
  await chmod(join(root, 'dev/null'), 0o666);
  await writeFile(join(root, 'etc/hosts'), `127.0.0.1 ${serverHost} localhost\n`);
  await writeFile(join(root, 'etc/nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files\n');
  await writeFile(join(root, 'etc/resolv.conf'), 'nameserver 127.0.0.1\noptions attempts:1\n');
}

async function copyInto(root: string, path: string, from: string): Promise<void> {
  const to = join(root, path);
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE });
}

async function copyLibraries(
  root: string,
  unpacked: string,
  programs: readonly string[],
): Promise<void> {
  const files = await librariesOf(
    programs.map(path => join(root, path)),
    unpacked,
  );
  for (const { name, file, interpreter } of files) {
    const to = interpreter ? join(root, name) : join(root, 'usr/lib', basename(name));
    await mkdir(dirname(to), { recursive: true });
    await copyFile(file, to, constants.COPYFILE_FICLONE);
    await chmod(to, 0o755);
  }
}

async function writeAccounts(root: string, users: readonly RootUser[]): Promise<void> {
  const all = [{ name: 'root', id: 0 }, { name: 'nobody', id: NOBODY }, ...users];
  const passwd = all.map(({ name, id }) => `${name}:x:${id}:${id}:${name}:/:/usr/sbin/nologin`);
  const shadow = all.map(({ name }) => `${name}:*:19000:0:99999:7:::`);
  const group = [...all, { name: 'mail', id: 8 }].map(({ name, id }) => `${name}:x:${id}:`);
  await writeFile(join(root, 'etc/passwd'), `${passwd.join('\n')}\n`);
  await writeFile(join(root, 'etc/shadow'), `${shadow.join('\n')}\n`, { mode: 0o600 });
  await writeFile(join(root, 'etc/group'), `${group.join('\n')}\n`);
}
