import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackedFolder } from '../../tools/servers/packages.ts';
import { Daemon, freePorts } from './daemon.ts';
import { localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { makeRootFolder, makeSmallRoot, outputInRoot } from './smallRoot.ts';
import { makeServerFolder, removeServerFolder, writeTemplate } from './serverFolder.ts';

const program = '/usr/sbin/smtpd';
const daemonUser = { name: 'opensmtpd', id: 700 };
const queueUser = { name: 'opensmtpq', id: 701 };
const queueFolder = 'var/spool/smtpd';

/** OpenSMTPD of the unpacked Debian package, in a root of its own. Throws where it does not start. */
export async function startOpenSmtpd(): Promise<RunningServer> {
  const root = await makeServerFolder('opensmtpd');
  let daemon: Daemon | undefined;
  const stop = async (): Promise<void> => {
    await daemon?.stop();
    await removeServerFolder(root);
  };
  try {
    const [port = 0] = await freePorts(1);
    await prepare(root, port);
    const version = /OpenSMTPD (\S+)/u.exec(await outputInRoot(root, program, ['-h']))?.[1] ?? '';
    daemon = new Daemon('chroot', [
      root,
      program,
      '-d',
      '-v',
      '-P',
      'mta',
      '-f',
      '/etc/smtpd.conf',
    ]);
    const running = daemon;
    await daemon.greets(port);
    const log = (): Promise<string> => Promise.resolve(running.output);
    return { name: 'opensmtpd', version, host: '127.0.0.1', port, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(root: string, port: number): Promise<void> {
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
