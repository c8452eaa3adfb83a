import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Daemon, freePorts } from '../servers/daemon.ts';
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
   * it into VRFY, which is off then and answered 502 5.5.1.
   */
  readonly disable?: readonly string[];
  /** What it calls itself. Default: localhost. */
  readonly hostname?: string;
  /** Writes `smtpd.conf` of Cyrus SASL and what it names into the folder; without it AUTH is off. */
  readonly sasl?: (folder: string) => Promise<void>;
}

const daemons = '/usr/lib/postfix/sbin';
const templates = new URL('../replay/postfix/', import.meta.url);

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
  let master: Daemon | undefined;
  try {
    const [port = 0, tlsPort = 0] = await freePorts(2);
    const certificate = await prepare(root, { ...options, port, tlsPort });
    master = new Daemon(join(daemons, 'master'), ['-c', root, '-d']);
    const running = master;
    await master.greets(port);
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
    HOST: options.hostname ?? 'localhost',
    SASL: options.sasl ? 'yes' : 'no',
  };
  await chmod(root, 0o755);
  for (const name of ['main.cf', 'master.cf']) {
    const template = await readFile(new URL(name, templates), 'utf8');
    const filled = template.replace(/@([A-Z_]+)@/gu, (_, key: string) => values[key] ?? '');
    await writeFile(join(root, name), filled);
  }
  await writeFile(join(root, 'no-ehlo'), '/^EHLO/ VRFY EHLO\n');
  await writeTables(root, options);
  if (options.sasl) await makeSaslFolder(join(root, 'sasl'), { ...postfix, fill: options.sasl });
  const { key, cert } = await makeCertificate(options.hostname ?? 'localhost');
  await writeFile(join(root, 'tls.pem'), `${key}\n${cert}\n`, { mode: 0o600 });
  await makeFolders(root, { postfix, postdrop, nobody });
  return cert;
}

/** smtpd runs as Postfix's own user, and nobody else may read the passwords. */
async function makeSaslFolder(
  folder: string,
  { uid, gid, fill }: Account & { readonly fill: (folder: string) => Promise<void> },
): Promise<void> {
  await makeFolder(folder, 0o700, [uid, gid]);
  await fill(folder);
  for (const name of await readdir(folder)) await chown(join(folder, name), uid, gid);
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

/** Ends the master with all that it started, sessions that are still open included. */
async function stop(root: string, master: Daemon | undefined): Promise<void> {
  await master?.stop();
  // A daemon that is on its way out may still write a last file.
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
