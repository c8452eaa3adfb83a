import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerAuthentication, SMTPServerOptions } from 'smtp-server';
import { makeCertificate } from '../../server/receiver/certificate.ts';
import { account, localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';

/** The npm package smtp-server, in this process: plain, TLS from the first octet, and LMTP. */
export async function startSmtpServer(): Promise<RunningServer> {
  const { key, cert } = await makeCertificate(serverHost);
  const options = { ...configuration(), key, cert };
  const servers = [
    new SMTPServer(options),
    new SMTPServer({ ...options, secure: true }),
    new SMTPServer({ ...options, lmtp: true }),
  ];
  const [port = 0, tlsPort = 0, lmtpPort = 0] = await Promise.all(servers.map(listen));
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map(close));
  };
  return {
    name: 'smtp-server',
    version: packageVersion(),
    host: '127.0.0.1',
    port,
    tlsPort,
    lmtpPort,
    ca: cert,
    log: () => Promise.resolve(''),
    stop,
  };
}

function configuration(): SMTPServerOptions {
  return {
    name: serverHost,
    banner: 'smtp-server',
    size: 10_485_760,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    authOptional: true,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
    onAuth: (auth, _session, done) => {
      if (isAccount(auth)) done(null, { user: account.user });
      else done(new Error('Invalid user name or password'));
    },
    onRcptTo: ({ address }, _session, done) => {
      if (isMailbox(address)) done();
      else done(Object.assign(new Error('Unknown recipient'), { responseCode: 550 }));
    },
    onData: (stream, session, done) => {
      stream.resume();
      const { rcptTo } = session.envelope;
      stream.once('end', () => {
        // LMTP answers for each recipient (RFC 2033 §4.2).
        const answer = session.transmissionType.startsWith('L') ? rcptTo.map(() => 'OK') : 'OK';
        done(null, answer);
      });
    },
  };
}

function isAccount(auth: SMTPServerAuthentication): boolean {
  if (auth.username !== account.user) return false;
  if (auth.method !== 'CRAM-MD5') return auth.password === account.password;
  return auth.validatePassword(account.password);
}

function isMailbox(address: string): boolean {
  // RFC 5321 §4.5.1: the postmaster needs no domain.
  if (address.toLowerCase() === 'postmaster') return true;
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  return domain === localDomain && mailboxes.includes(address.slice(0, at).toLowerCase());
}

async function listen(server: SMTPServer): Promise<number> {
  // A client that breaks off is no failure of the server.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return (server.server.address() as AddressInfo).port;
}

async function close(server: SMTPServer): Promise<void> {
  await new Promise<void>(resolve => server.close(resolve));
}

function packageVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('smtp-server/package.json');
  return (manifest as { readonly version: string }).version;
}
