import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../../server/receiver/certificate.ts';
import { harakaFolder } from '../../tools/servers/packages.ts';
import { dhParameters } from './dhParameters.ts';
import { account, localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { writeTemplate } from './serverFolder.ts';
import { startProgram } from './startProgram.ts';
import type { ServerPorts } from './startProgram.ts';

const installed = join(harakaFolder, 'node_modules/Haraka');

/** Haraka of its own lock file, run by this Node. Throws where it does not start. */
export function startHaraka(): Promise<RunningServer> {
  return startProgram({
    name: 'haraka',
    prepare,
    version: async () => {
      const manifest: unknown = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
      return (manifest as { readonly version: string }).version;
    },
    command: folder => {
      const env = { ...process.env, YES_REALLY_DO_DISCARD: '1', NODE_EXTRA_CA_CERTS: '' };
      const args = [join(installed, 'bin/haraka'), '-c', folder];
      return [process.execPath, args, { cwd: folder, env }];
    },
  });
}

async function prepare(folder: string, { port, tlsPort }: ServerPorts): Promise<string> {
  const config = join(folder, 'config');
  // As `haraka -i` does: the defaults, and over them what is ours.
  await cp(join(installed, 'config'), config, { recursive: true });
  await mkdir(join(folder, 'plugins'));
  await mkdir(join(folder, 'queue'));
  const values = {
    PORT: port,
    TLS_PORT: tlsPort,
    ACCOUNT: account.user,
    PASSWORD: account.password,
  };
  for (const name of ['smtp.ini', 'plugins', 'auth_flat_file.ini', 'tls.ini']) {
    await writeTemplate(`haraka/${name}`, join(config, name), values);
  }
  await writeTemplate('haraka/mailboxes.plugin', join(folder, 'plugins/mailboxes.js'), {});
  const { key, cert } = await makeCertificate(serverHost);
  await writeFile(join(config, 'tls.key'), key, { mode: 0o600 });
  await writeFile(join(config, 'tls.crt'), cert);
  await writeFile(join(config, 'me'), `${serverHost}\n`);
  await writeFile(join(config, 'dhparams.pem'), dhParameters());
  const addresses = mailboxes.map(name => `${name}@${localDomain}\n`);
  await writeFile(join(config, 'mailboxes'), addresses.join(''));
  return cert;
}
