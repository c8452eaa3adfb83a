/**
 * `npm run vscode [folder]`: opens VS Code with this extension in development: the desktop one
 * where there is one, else a VS Code served to a browser of this machine (Ctrl-C ends it).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findCodeCommand } from './vscodeDesktop.ts';
import { canOpenWindows } from './vscodeHost.ts';
import { prepareServed } from './vscodeServed.ts';
import { startServer } from './vscodeServer.ts';

const root = resolve(import.meta.dirname, '..');
const extension = process.env['SMTP_HOST_EXTENSION'] ?? root;

async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? join(root, 'examples'));
  const command = process.env['VSCODE_EXECUTABLE'] ?? findCodeCommand();
  if (!existsSync(folder)) fail(`there is no folder ${folder}`);
  else if (!existsSync(join(extension, 'dist', 'extension.js')))
    fail('build it first: npm run build');
  else if (command && canOpenWindows()) openDesktop(command, folder);
  else await serve(folder);
}

function openDesktop(command: string, folder: string): void {
  console.log(`Opening ${folder} in VS Code (${command}).`);
  const args = ['--new-window', `--extensionDevelopmentPath=${extension}`, folder];
  const shell = process.platform === 'win32';
  const quoted = shell ? args.map(arg => `"${arg}"`) : args;
  const child = spawn(shell ? `"${command}"` : command, quoted, { stdio: 'inherit', shell });
  child.once('error', error => {
    fail(error.message);
  });
  child.once('exit', code => {
    process.exitCode = code ?? 1;
  });
}

async function serve(folder: string): Promise<void> {
  console.log('There is no desktop VS Code here (no `code` command, or no display).');
  const say = (line: string): void => {
    console.log(line);
  };
  const found = prepareServed({ root, setUp: 'never', say, browser: 'not needed' });
  if (found.kind === 'missing') {
    for (const lack of found.lacks) console.error(`  missing: ${lack}`);
    fail('VS Code cannot be served here until the above is installed');
    return;
  }
  const data = join(root, '.cache', 'vscode');
  const server = await startServer({
    server: found.server,
    userData: join(data, 'user'),
    extensions: join(data, 'extensions'),
  });
  console.log(`\nOpen this address in a browser of this machine (Ctrl-C here ends it):\n`);
  console.log(`  ${server.address({ folder, extension })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void server.stop());
  }
  await server.ended;
}

function fail(reason: string): void {
  console.error(`vscode: ${reason}`);
  process.exitCode = 2;
}

await main();
