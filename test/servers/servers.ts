import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { harakaFolder, unpackedFolder } from '../../tools/servers/packages.ts';
import { startAiosmtpd } from './aiosmtpd.ts';
import { startExim } from './exim.ts';
import { startHaraka } from './haraka.ts';
import { startOpenSmtpd } from './opensmtpd.ts';
import { startPostfix } from './postfix.ts';
import { serverNames } from './runningServer.ts';
import type { RunningServer, ServerName } from './runningServer.ts';
import { startSendmail } from './sendmail.ts';
import { startSmtpServer } from './smtpServer.ts';

const ATTEMPTS = 3;

const starts: Readonly<Record<ServerName, () => Promise<RunningServer>>> = {
  postfix: startPostfix,
  exim: startExim,
  opensmtpd: startOpenSmtpd,
  sendmail: startSendmail,
  haraka: startHaraka,
  'smtp-server': startSmtpServer,
  aiosmtpd: startAiosmtpd,
};

/** A server that could not be brought up, and why. */
export interface FailedServer {
  readonly name: ServerName;
  readonly why: string;
}

/** What came up and what did not. */
export interface StartedServers {
  readonly up: readonly RunningServer[];
  readonly failed: readonly FailedServer[];
  /** Ends all that came up. */
  stop(): Promise<void>;
}

/** Starts the named servers side by side; never throws. */
export async function startServers(
  names: readonly ServerName[] = serverNames,
): Promise<StartedServers> {
  const results = await Promise.all(names.map(startServer));
  const up = results.filter(result => 'port' in result);
  return {
    up,
    failed: results.filter(result => 'why' in result),
    stop: async () => {
      await Promise.allSettled(up.map(server => server.stop()));
    },
  };
}

/** What has to be there for each server, besides root and Linux; smtp-server needs neither. */
const needed: Readonly<Record<ServerName, readonly string[]>> = {
  postfix: ['/usr/lib/postfix/sbin/master', unpackedFolder('sasl')],
  exim: [unpackedFolder('exim')],
  opensmtpd: [unpackedFolder('opensmtpd')],
  sendmail: [unpackedFolder('sendmail'), unpackedFolder('sasl')],
  haraka: [join(harakaFolder, 'node_modules')],
  'smtp-server': [],
  aiosmtpd: ['/usr/lib/python3/dist-packages/aiosmtpd'],
};

/** Those that give up root for users of their own, or have a root directory of their own. */
const rootServers: ReadonlySet<ServerName> = new Set(['postfix', 'exim', 'opensmtpd', 'sendmail']);

function whyNotHere(name: ServerName): string | undefined {
  const files = needed[name];
  if (files.length === 0) return undefined;
  if (process.platform !== 'linux') return 'it is run on Linux only';
  if (rootServers.has(name) && process.getuid?.() !== 0) return 'it needs root';
  if (!files.every(file => existsSync(file))) return 'it is not installed: npm run servers:setup';
  return undefined;
}

async function startServer(name: ServerName): Promise<RunningServer | FailedServer> {
  const missing = whyNotHere(name);
  if (missing !== undefined) return { name, why: missing };
  for (let attempt = 1; ; attempt++) {
    try {
      return await starts[name]();
    } catch (error) {
      // Between finding a port and listening on it somebody else can take it.
      const why = error instanceof Error ? error.message : String(error);
      if (attempt === ATTEMPTS || !/in use|EADDRINUSE/iu.test(why)) return { name, why };
    }
  }
}
