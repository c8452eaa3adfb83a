/** Makes VS Code's server (the one in code-server) and a browser for it available. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { innerNpmEnv } from './innerNpmEnv.ts';
import { installPackages, missingPackages } from './vscodeDebian.ts';

/** `allowed`: Debian packages may be installed, where this runs as root on Debian. */
export type SetUp = 'allowed' | 'never';

/** What it takes to serve VS Code. */
export interface ServedVscode {
  /** The server's main script, to be run by Node 24. */
  readonly server: string;
  /** A Chromium; empty when none was asked for. */
  readonly browser: string;
}

/** What to make ready. */
export interface ServedRequest {
  readonly root: string;
  readonly setUp: SetUp;
  readonly say: (line: string) => void;
  /** Tests drive a browser; a person opens their own. */
  readonly browser: 'needed' | 'not needed';
}

type Outcome =
  | ({ readonly kind: 'served' } & ServedVscode)
  | { readonly kind: 'missing'; readonly lacks: readonly string[] };

const BUILD_PACKAGES = [
  'python3',
  'make',
  'g++',
  'pkg-config',
  'libkrb5-dev',
  'libsecret-1-dev',
  'libx11-dev',
  'libxkbfile-dev',
];
const BROWSER_PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-liberation'];
const SERVER_MAIN = 'node_modules/code-server/lib/vscode/out/server-main.js';
const NO_BROWSER = 'Chromium or Chrome (install one, or set CHROMIUM_EXECUTABLE to it)';
const INSTALL_LIMIT_MS = 15 * 60_000;

/** Installs what is missing and may be installed; else names what is missing. */
export function prepareServed(request: ServedRequest): Outcome {
  if (process.platform === 'win32') {
    return {
      kind: 'missing',
      lacks: ['a desktop VS Code (set VSCODE_EXECUTABLE to its Code.exe)'],
    };
  }
  const cache = join(request.root, '.cache', 'code-server');
  const wanted = isInstalled(request.root, cache) ? [] : [...BUILD_PACKAGES];
  if (request.browser === 'needed' && !findBrowser()) wanted.push(...BROWSER_PACKAGES);
  const lacks = provide(wanted, request);
  if (lacks.length > 0) return { kind: 'missing', lacks };
  const failure = isInstalled(request.root, cache) ? undefined : installServer(request, cache);
  if (failure) return { kind: 'missing', lacks: [failure] };
  const browser = request.browser === 'needed' ? findBrowser() : '';
  if (browser === undefined) return { kind: 'missing', lacks: [NO_BROWSER] };
  return { kind: 'served', server: join(cache, SERVER_MAIN), browser };
}

/** A Chromium or Chrome of this machine: `CHROMIUM_EXECUTABLE`, else the usual places. */
function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM_EXECUTABLE'];
  if (named) return existsSync(named) ? named : undefined;
  const places = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  return places.find(path => existsSync(path));
}

/** Returns what is still missing, in words. */
function provide(wanted: readonly string[], request: ServedRequest): string[] {
  if (!existsSync('/etc/debian_version')) return lacksElsewhere(request);
  const missing = missingPackages(wanted);
  if (missing.length === 0) return [];
  const hint = `sudo apt-get install ${missing.join(' ')}`;
  if (request.setUp === 'never' || process.getuid?.() !== 0) {
    return [`Debian packages ${missing.join(', ')} (to get them: ${hint})`];
  }
  const failure = installPackages(missing, request.say);
  return failure ? [`Debian packages ${missing.join(', ')}: ${failure}`] : [];
}

function lacksElsewhere(request: ServedRequest): string[] {
  const lacks: string[] = [];
  if (request.browser === 'needed' && !findBrowser()) {
    lacks.push(NO_BROWSER);
  }
  for (const tool of ['make', 'g++', 'python3']) {
    const found = spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0;
    if (!found) lacks.push(`${tool} (to build code-server)`);
  }
  return lacks;
}

function nestedLock(root: string): string {
  return readFileSync(join(root, 'tools', 'codeServer', 'package-lock.json'), 'utf8');
}

/** The stamp is written last, so that an interrupted installation is done again. */
function isInstalled(root: string, cache: string): boolean {
  const stamp = join(cache, 'installed-lock.json');
  if (!existsSync(join(cache, SERVER_MAIN)) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === nestedLock(root);
}

/** Returns why it failed, or undefined. */
function installServer(request: ServedRequest, cache: string): string | undefined {
  request.say('vscode: installing code-server (about 620 MB, two minutes, once) …');
  mkdirSync(cache, { recursive: true });
  rmSync(join(cache, 'installed-lock.json'), { force: true });
  for (const name of ['package.json', 'package-lock.json']) {
    copyFileSync(join(request.root, 'tools', 'codeServer', name), join(cache, name));
  }
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: cache,
    // The native modules must be built by, and for, the Node that will run them: this one.
    env: innerNpmEnv(process.env, process.execPath),
    encoding: 'utf8',
    timeout: INSTALL_LIMIT_MS,
    maxBuffer: 64 << 20,
  });
  if (run.status !== 0) return `code-server (npm ci failed: ${lastLines(run)})`;
  if (!existsSync(join(cache, SERVER_MAIN))) return 'code-server (installed without its server)';
  writeFileSync(join(cache, 'installed-lock.json'), nestedLock(request.root));
  return undefined;
}

function lastLines(run: { stdout: string; stderr: string; error?: Error }): string {
  const text = `${run.error?.message ?? ''}\n${run.stdout}\n${run.stderr}`.trim();
  return text.split('\n').slice(-12).join('\n    ');
}
