import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackedFolder } from '../../tools/servers/packages.ts';
import { localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { makeRootFolder, makeSmallRoot, outputInRoot } from './smallRoot.ts';
import { writeTemplate } from './serverFolder.ts';
import { startProgram } from './startProgram.ts';
import type { ServerPorts } from './startProgram.ts';

const program = '/usr/sbin/smtpd';
const daemonUser = { name: 'opensmtpd', id: 700 };
const queueUser = { name: 'opensmtpq', id: 701 };
const queueFolder = 'var/spool/smtpd';

/** OpenSMTPD of the unpacked Debian package, in a root of its own. Throws where it does not start. */
export function startOpenSmtpd(): Promise<RunningServer> {
  return startProgram({
    name: 'opensmtpd',
    prepare,
    version: async root =>
      /OpenSMTPD (\S+)/u.exec(await outputInRoot(root, program, ['-h']))?.[1] ?? '',
    command: root => ['chroot', [root, program, '-d', '-v', '-P', 'mta', '-f', '/etc/smtpd.conf']],
  });
}

async function prepare(root: string, { port }: ServerPorts): Promise<undefined> {
  await makeSmallRoot(root, {
    unpacked: unpackedFolder('opensmtpd'),
    paths: [program, '/usr/libexec/opensmtpd'],
    users: [daemonUser, queueUser],
  });
  await makeFolders(root);
  const values = { HOST: serverHost, DOMAIN: localDomain, PORT: port };
  await writeTemplate('opensmtpd/smtpd.conf', join(root, 'etc/smtpd.conf'), values);
  const addresses = mailboxes.map(name => `${name}@${localDomain}\n`);
  addresses.push(`postmaster@${serverHost}\n`);
  await writeFile(join(root, 'etc/mail/recipients'), addresses.join(''));
}

async function makeFolders(root: string): Promise<void> {
  await makeRootFolder(join(root, 'etc/mail'), { user: 0, mode: 0o755 });
  await makeRootFolder(join(root, 'var/lib/opensmtpd/empty'), { user: 0, mode: 0o755 });
  await makeRootFolder(join(root, queueFolder), { user: 0, mode: 0o711 });
  const own = { user: queueUser.id, group: 0, mode: 0o700 };
  for (const name of ['corrupt', 'incoming', 'purge', 'queue', 'temporary']) {
    await makeRootFolder(join(root, queueFolder, name), own);
  }
  const offline = { user: 0, group: queueUser.id, mode: 0o770 };
  await makeRootFolder(join(root, queueFolder, 'offline'), offline);
}
