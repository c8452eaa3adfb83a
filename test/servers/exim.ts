import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../../server/receiver/certificate.ts';
import { unpackedFolder } from '../../tools/servers/packages.ts';
import { account, localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { makeRootFolder, makeSmallRoot, outputInRoot } from './smallRoot.ts';
import { textOf, writeTemplate } from './serverFolder.ts';
import { startProgram } from './startProgram.ts';
import type { ServerPorts } from './startProgram.ts';

const program = '/usr/sbin/exim4';
/** Exim's program is built to run as a user of this name unless told otherwise. */
const user = { name: 'Debian-exim', id: 700 };

/** Exim of the unpacked Debian package, in a root of its own. Throws where it does not start. */
export function startExim(): Promise<RunningServer> {
  return startProgram({
    name: 'exim',
    prepare,
    version: async root =>
      /version (\S+)/u.exec(await outputInRoot(root, program, ['-bV']))?.[1] ?? '',
    command: root => ['chroot', [root, program, '-C', '/etc/exim.conf', '-bdf']],
    log: async root => `${await textOf(root, 'log/mainlog')}${await textOf(root, 'log/rejectlog')}`,
  });
}

async function prepare(root: string, { port, tlsPort }: ServerPorts): Promise<string> {
  const contents = { unpacked: unpackedFolder('exim'), paths: [program], users: [user] };
  await makeSmallRoot(root, contents);
  for (const name of ['spool', 'log']) {
    await makeRootFolder(join(root, name), { user: user.id, mode: 0o750 });
  }
  await writeTemplate('exim/exim.conf', join(root, 'etc/exim.conf'), {
    HOST: serverHost,
    DOMAIN: localDomain,
    USERS: mailboxes.join(' : '),
    PORT: port,
    TLS_PORT: tlsPort,
    ACCOUNT: account.user,
    PASSWORD: account.password,
  });
  const { key, cert } = await makeCertificate(serverHost);
  const pem = join(root, 'etc/tls.pem');
  await writeFile(pem, `${key}\n${cert}\n`, { mode: 0o600 });
  await chown(pem, user.id, user.id);
  return cert;
}
