import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from '../../server/receiver/certificate.ts';
import { unpackedFolder } from '../../tools/servers/packages.ts';
import { saslFolder, writeSaslAccount } from './cyrusSasl.ts';
import { localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { makeRootFolder, makeSmallRoot, outputInRoot } from './smallRoot.ts';
import { writeTemplate } from './serverFolder.ts';
import { startProgram } from './startProgram.ts';
import type { ServerPorts } from './startProgram.ts';

const run = promisify(execFile);
const program = '/usr/libexec/sendmail/sendmail';
const smmsp = { name: 'smmsp', id: 700 };

/** Sendmail of the unpacked Debian packages, in a root of its own. Throws where it does not start. */
export function startSendmail(): Promise<RunningServer> {
  return startProgram({
    name: 'sendmail',
    prepare,
    version: async root =>
      /Version (\S+)/u.exec(await outputInRoot(root, program, ['-d0.1', '-bt']))?.[1] ?? '',
    command: root => ['chroot', [root, program, '-bD', '-X', '/queue/log']],
  });
}

async function prepare(root: string, { port, tlsPort }: ServerPorts): Promise<string> {
  const unpacked = unpackedFolder('sendmail');
  await makeSmallRoot(root, {
    unpacked,
    paths: [program, '/usr/libexec/sendmail/mail.local'],
    machinePaths: [saslFolder()],
    users: [smmsp, ...mailboxes.map((name, index) => ({ name, id: 1000 + index }))],
  });
  const folder = join(root, 'etc/mail');
  await makeRootFolder(folder, { user: 0, mode: 0o755 });
  await makeRootFolder(join(root, 'queue'), { user: 0, mode: 0o700 });
  const values = {
    HOST: serverHost,
    DOMAIN: localDomain,
    UID: smmsp.id,
    PORT: port,
    TLS_PORT: tlsPort,
  };
  await writeTemplate('sendmail/sendmail.mc', join(root, 'etc/mail/sendmail.mc'), values);
  await writeFile(
    join(folder, 'sendmail.cf'),
    await expanded(unpacked, join(folder, 'sendmail.mc')),
  );
  const { key, cert } = await makeCertificate(serverHost);
  await writeFile(join(folder, 'tls.key'), key, { mode: 0o600 });
  await writeFile(join(folder, 'tls.crt'), cert);
  await writeFile(join(folder, 'aliases'), '');
  await writeTemplate('sendmail/helpfile', join(folder, 'helpfile'), {});
  const sasl = join(root, 'etc/sasl2');
  await mkdir(sasl);
  await writeSaslAccount({ folder: sasl, service: 'Sendmail', shownAs: '/etc/sasl2' });
  return cert;
}

/** The configuration that the macros of sendmail-cf make of ours. */
async function expanded(unpacked: string, mc: string): Promise<string> {
  const macros = join(unpacked, 'usr/share/sendmail/cf');
  const args = [`-D_CF_DIR_=${macros}/`, join(macros, 'm4/cf.m4'), mc];
  const { stdout } = await run(join(unpacked, 'usr/bin/m4'), args, { maxBuffer: 8 << 20 });
  return stdout;
}
