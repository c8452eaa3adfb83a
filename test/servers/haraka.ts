import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dhParameters } from './dhParameters.ts';
import { makeCertificate } from '../../server/receiver/certificate.ts';
import { harakaFolder } from '../../tools/servers/packages.ts';
import { Daemon, freePorts } from './daemon.ts';
import { account, localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { makeServerFolder, removeServerFolder, writeTemplate } from './serverFolder.ts';

const installed = join(harakaFolder, 'node_modules/Haraka');

/** Haraka of its own lock file, run by this Node. Throws where it does not start. */
export async function startHaraka(): Promise<RunningServer> {
  const folder = await makeServerFolder('haraka');
  let daemon: Daemon | undefined;
  const stop = async (): Promise<void> => {
    await daemon?.stop();
    await removeServerFolder(folder);
  };
  try {
    const [port = 0, tlsPort = 0] = await freePorts(2);
    const ca = await prepare(folder, { PORT: port, TLS_PORT: tlsPort });
    const manifest: unknown = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    const { version } = manifest as { readonly version: string };
    const env = { ...process.env, YES_REALLY_DO_DISCARD: '1', NODE_EXTRA_CA_CERTS: '' };
    const args = [join(installed, 'bin/haraka'), '-c', folder];
    daemon = new Daemon(process.execPath, args, { cwd: folder, env });
    const running = daemon;
    await daemon.greets(port);
    const log = (): Promise<string> => Promise.resolve(running.output);
    return { name: 'haraka', version, host: '127.0.0.1', port, tlsPort, ca, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(folder: string, ports: Readonly<Record<string, number>>): Promise<string> {
  const config = join(folder, 'config');
  // As `haraka -i` does: the defaults, and over them what is ours.
  await cp(join(installed, 'config'), config, { recursive: true });
  await mkdir(join(folder, 'plugins'));
  await mkdir(join(folder, 'queue'));
  const values = { ...ports, ACCOUNT: account.user, PASSWORD: account.password };
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
