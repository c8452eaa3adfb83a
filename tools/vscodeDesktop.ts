/** Finds a desktop VS Code: a downloaded one for tests, or the one installed on this machine. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';

const RELEASES = 'https://update.code.visualstudio.com/api/releases/stable';
const PROBE_MS = 4000;
const DOWNLOAD_IDLE_MS = 30_000;

/**
 * A desktop VS Code of the stable release, downloaded into the project's cache, or undefined
 * (after one line that says why) where the download site cannot be reached.
 */
export async function downloadedDesktop(search: {
  readonly root: string;
  readonly say: (line: string) => void;
}): Promise<string | undefined> {
  try {
    const answer = await fetch(RELEASES, { signal: AbortSignal.timeout(PROBE_MS) });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`HTTP status ${String(answer.status)}`);
    return await downloadAndUnzipVSCode({
      version: 'stable',
      cachePath: join(search.root, '.vscode-test'),
      timeout: DOWNLOAD_IDLE_MS,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    search.say(`vscode: no desktop VS Code could be downloaded (${reason}).`);
    return undefined;
  }
}

/** The program file of an installed VS Code, if it is in one of the usual places. */
export function findInstalledDesktop(): string | undefined {
  return usualPlaces().find(path => existsSync(path));
}

/** The `code` command on the PATH, if there is one. */
export function findCodeCommand(): string | undefined {
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap(folder => names.map(name => join(folder, name))).find(existsSync);
}

function usualPlaces(): readonly string[] {
  if (process.platform === 'darwin') {
    const app = 'Applications/Visual Studio Code.app/Contents/MacOS';
    return ['/', homedir()].flatMap(base => [join(base, app, 'Code'), join(base, app, 'Electron')]);
  }
  if (process.platform === 'win32') {
    const bases = [process.env['LOCALAPPDATA'], process.env['ProgramFiles']];
    const [user, machine] = bases.map(base => base ?? '');
    return [
      join(user ?? '', 'Programs', 'Microsoft VS Code', 'Code.exe'),
      join(machine ?? '', 'Microsoft VS Code', 'Code.exe'),
    ];
  }
  return [
    '/usr/share/code/code',
    '/opt/visual-studio-code/code',
    '/snap/code/current/usr/share/code/code',
  ];
}
