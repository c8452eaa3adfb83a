import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startPostfix as startSupported } from '../support/postfix.ts';
import { writeSaslAccount } from './cyrusSasl.ts';
import { localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';

const run = promisify(execFile);

/** Debian's Postfix with AUTH by Cyrus SASL. Throws where it does not start. */
export async function startPostfix(): Promise<RunningServer> {
  const postfix = await startSupported({
    users: mailboxes,
    domains: [localDomain],
    hostname: serverHost,
    sasl: folder => writeSaslAccount({ folder, service: 'smtpd', shownAs: folder }),
  });
  if ('skipped' in postfix) throw new Error(postfix.skipped);
  const version = (await run('/usr/sbin/postconf', ['-d', '-h', 'mail_version'])).stdout.trim();
  return {
    name: 'postfix',
    version,
    host: '127.0.0.1',
    port: postfix.port,
    tlsPort: postfix.tlsPort,
    ca: postfix.certificate,
    log: () => postfix.log(),
    stop: () => postfix.stop(),
  };
}
