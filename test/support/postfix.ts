import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../server/receiver/certificate.ts';

/** A Postfix that runs for one test, with all it has in one temporary folder. */
export interface PostfixServer {
  readonly host: '127.0.0.1';
  /** Plain, with STARTTLS. */
  readonly port: number;
  /** TLS from the first octet. */
  readonly tlsPort: number;
  /** The certificate, PEM. */
  readonly certificate: string;
  /** What Postfix logged so far. */
  log(): Promise<string>;
  /** The messages in a user's Maildir, waiting up to five seconds for `atLeast` of them. */
  messages(user: string, atLeast: number): Promise<Buffer[]>;
  /** Ends every process of this Postfix and removes its folder. */
  stop(): Promise<void>;
}

/** What this Postfix accepts and does without. */
export interface PostfixOptions {
  readonly users: readonly string[];
  /** `*.example` stands for every name below `example`. */
  readonly domains: readonly string[];
  /**
   * EHLO keywords to leave out. `EHLO` itself has no switch in Postfix: a command filter turns
   * it into VRFY, which is off then and answered 502 5.5.1. AUTH is never on.
   */
  readonly disable?: readonly string[];
}

const daemons = '/usr/lib/postfix/sbin';
const templates = new URL('../replay/postfix/', import.meta.url);
const startMs = 10_000;

/**
 * Starts Debian's Postfix on free loopback ports; nothing it takes ever leaves the machine.
 * Gives the reason where it cannot run: not installed, or not root, whom its master needs.
 */
export async function startPostfix(
  options: PostfixOptions,
): Promise<PostfixServer | { readonly skipped: string }> {
  if (process.platform !== 'linux') return { skipped: 'Postfix is run on Linux only' };
  if (!existsSync(join(daemons, 'master'))) return { skipped: 'Postfix is not installed' };
  if (process.getuid?.() !== 0) return { skipped: "Postfix's master needs root" };
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Between finding a port and listening on it somebody else can take it.
      if (attempt === 3) throw error;
    }
  }
}

async function startOnce(options: PostfixOptions): Promise<PostfixServer> {
  const root = await mkdtemp(join(tmpdir(), 'postfix-'));
  let master: ChildProcess | undefined;
  try {
    const [port, tlsPort] = await freePorts();
    const certificate = await prepare(root, { ...options, port, tlsPort });
    master = spawn(join(daemons, 'master'), ['-c', root, '-d'], { stdio: 'ignore' });
    const running = master;
    // A test run that dies must not leave a mail server behind.
    const abandon = (): void => void running.kill('SIGTERM');
    process.once('exit', abandon);
    running.once('exit', () => process.off('exit', abandon));
    await listening(port, running);
    return {
      host: '127.0.0.1',
      port,
      tlsPort,
      certificate,
      log: () => readLog(root),
      messages: (user, atLeast) => messagesOf(root, user, atLeast),
      stop: () => stop(root, running),
    };
  } catch (error) {
    const log = await readLog(root);
    await stop(root, master);
    throw new Error(`Postfix did not start: ${String(error)}\n${log}`, { cause: error });
  }
}

type Prepared = PostfixOptions & { readonly port: number; readonly tlsPort: number };

/** Writes configuration, tables, certificate and folders; gives the certificate. */
async function prepare(root: string, options: Prepared): Promise<string> {
  const postfix = await accountOf('postfix');
  const postdrop = await groupOf('postdrop');
  const nobody = await accountOf('nobody');
  const disable = new Set((options.disable ?? []).map(name => name.toUpperCase()));
  const values: Record<string, string> = {
    ROOT: root,
    PORT: String(options.port),
    TLS_PORT: String(options.tlsPort),
    UID: String(nobody.uid),
    GID: String(nobody.gid),
    TLS_LEVEL: disable.has('STARTTLS') ? 'none' : 'may',
    NO_VRFY: disable.has('EHLO') || disable.has('VRFY') ? 'yes' : 'no',
    DISCARD: discardedKeywords(disable),
    FILTER: disable.has('EHLO') ? `regexp:${root}/no-ehlo` : '',
  };
  await chmod(root, 0o755);
  for (const name of ['main.cf', 'master.cf']) {
    const template = await readFile(new URL(name, templates), 'utf8');
    const filled = template.replace(/@([A-Z_]+)@/gu, (_, key: string) => values[key] ?? '');
    await writeFile(join(root, name), filled);
  }
  await writeFile(join(root, 'no-ehlo'), '/^EHLO/ VRFY EHLO\n');
  await writeTables(root, options);
  const { key, cert } = await makeCertificate('localhost');
  await writeFile(join(root, 'tls.pem'), `${key}\n${cert}\n`, { mode: 0o600 });
  await makeFolders(root, { postfix, postdrop, nobody });
  return cert;
}

function discardedKeywords(disable: ReadonlySet<string>): string {
  // Without its keyword DSN Postfix takes no NOTIFY either; the receiver behaves alike.
  const keywords = ['PIPELINING', 'SIZE', '8BITMIME', 'SMTPUTF8', 'DSN', 'ENHANCEDSTATUSCODES'];
  const others = ['VRFY', 'ETRN', 'STARTTLS', 'CHUNKING'];
  const discarded = [...keywords, ...others].filter(keyword => disable.has(keyword));
  return [...discarded, 'silent-discard'].join(', ').toLowerCase();
}

async function writeTables(root: string, { users, domains }: PostfixOptions): Promise<void> {
  const escaped = (text: string): string => text.replace(/[^A-Za-z0-9@-]/gu, '\\$&');
  const domainLines = domains.map(domain =>
    domain.startsWith('*.') ? `/\\.${escaped(domain.slice(2))}$/ OK` : `/^${escaped(domain)}$/ OK`,
  );
  const userLines = users.map(user => `/^${escaped(user)}@/ ${user}/`);
  await writeFile(join(root, 'domains'), `${domainLines.join('\n')}\n`);
  await writeFile(join(root, 'users'), `${userLines.join('\n')}\n`);
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Owners {
  readonly postfix: Account;
  readonly postdrop: number;
  readonly nobody: Account;
}

/** The queue's folders with the owners and modes that Postfix's own set-up gives them. */
async function makeFolders(root: string, { postfix, postdrop, nobody }: Owners): Promise<void> {
  const own = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming'];
  const queue = join(root, 'queue');
  await mkdir(join(queue, 'pid'), { recursive: true, mode: 0o755 });
  for (const name of [...own, 'private', 'saved', 'trace']) {
    await makeFolder(join(queue, name), 0o700, [postfix.uid, 0]);
  }
  await makeFolder(join(queue, 'public'), 0o710, [postfix.uid, postdrop]);
  await makeFolder(join(queue, 'maildrop'), 0o730, [postfix.uid, postdrop]);
  await makeFolder(join(root, 'data'), 0o700, [postfix.uid, postfix.gid]);
  await makeFolder(join(root, 'mail'), 0o700, [nobody.uid, nobody.gid]);
}

async function makeFolder(path: string, mode: number, owner: [number, number]): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, mode);
  await chown(path, ...owner);
}

async function accountOf(name: string): Promise<Account> {
  const fields = await entryOf('/etc/passwd', name);
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function groupOf(name: string): Promise<number> {
  return Number((await entryOf('/etc/group', name))[2]);
}

async function entryOf(file: string, name: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const line = lines.find(entry => entry.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`${file} has no ${name}`);
  return line.split(':');
}

/** Two ports that nothing listens on; both are held until both are known. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    ports.push(typeof address === 'object' && address !== null ? address.port : 0);
  }
  for (const server of servers) {
    server.close();
    await once(server, 'close');
  }
  return [ports[0] ?? 0, ports[1] ?? 0];
}

async function listening(port: number, master: ChildProcess): Promise<void> {
  const deadline = Date.now() + startMs;
  while (Date.now() < deadline) {
    if (master.exitCode !== null) throw new Error(`master ended: ${String(master.exitCode)}`);
    if (await answers(port)) return;
    await pause(50);
  }
  throw new Error('nothing listens on the port');
}

async function answers(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'data', { signal: AbortSignal.timeout(2000) });
    socket.end('QUIT\r\n');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroySoon();
  }
}

async function messagesOf(root: string, user: string, atLeast: number): Promise<Buffer[]> {
  const folder = join(root, 'mail', user, 'new');
  const deadline = Date.now() + 5000;
  for (;;) {
    const names = existsSync(folder) ? await readdir(folder) : [];
    if (names.length >= atLeast || Date.now() > deadline) {
      return Promise.all(names.sort().map(name => readFile(join(folder, name))));
    }
    await pause(50);
  }
}

async function readLog(root: string): Promise<string> {
  return readFile(join(root, 'postfix.log'), 'utf8').catch(() => '');
}

/** The master ends its own children when it is told to end. */
async function stop(root: string, master: ChildProcess | undefined): Promise<void> {
  if (master?.exitCode === null && master.signalCode === null) {
    const ended = once(master, 'exit');
    master.kill('SIGTERM');
    const timer = setTimeout(() => master.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
  }
  // A daemon that is on its way out may still write a last file.
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
