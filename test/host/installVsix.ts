/** Installs a packaged extension for a served VS Code. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Profile } from './profile.ts';

const LIMIT_MS = 60_000;

/** Installs the file into the profile's extensions; rejects with VS Code's words if it refuses. */
export async function installVsix(server: string, profile: Profile, vsix: string): Promise<void> {
  const args = ['--install-extension', vsix, '--extensions-dir', profile.extensions];
  const data = ['--user-data-dir', profile.userData, '--accept-server-license-terms'];
  const folder = ['--server-data-dir', join(profile.userData, 'server')];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [server, ...args, ...data, ...folder],
    { timeout: LIMIT_MS, env: { ...process.env, TMPDIR: profile.temporary } },
  );
  if (!/successfully installed/.test(stdout)) throw new Error(`not installed: ${stdout}`);
}
