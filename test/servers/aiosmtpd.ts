import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from '../../server/receiver/certificate.ts';
import { Daemon, freePorts } from './daemon.ts';
import { account, localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { makeServerFolder, removeServerFolder } from './serverFolder.ts';

const run = promisify(execFile);
/** The Python that Debian's package belongs to; another one first on PATH does not know it. */
const python = '/usr/bin/python3';
const program = join(import.meta.dirname, 'aiosmtpd/server.py');

/** Debian's aiosmtpd under a program of ours. Throws where it does not start. */
export async function startAiosmtpd(): Promise<RunningServer> {
  const folder = await makeServerFolder('aiosmtpd');
  let daemon: Daemon | undefined;
  const stop = async (): Promise<void> => {
    await daemon?.stop();
    await removeServerFolder(folder);
  };
  try {
    const [port = 0, tlsPort = 0] = await freePorts(2);
    const ca = await prepare(folder, { port, tlsPort });
    const asked = ['-I', '-c', 'import aiosmtpd; print(aiosmtpd.__version__)'];
    const version = (await run(python, asked)).stdout.trim();
    daemon = new Daemon(python, ['-I', '-B', program, join(folder, 'config.json')]);
    const running = daemon;
    await daemon.greets(port);
    const log = (): Promise<string> => Promise.resolve(running.output);
    return { name: 'aiosmtpd', version, host: '127.0.0.1', port, tlsPort, ca, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(folder: string, ports: Readonly<Record<string, number>>): Promise<string> {
  const { key, cert } = await makeCertificate(serverHost);
  const pem = join(folder, 'tls.pem');
  await writeFile(pem, `${key}\n${cert}\n`, { mode: 0o600 });
  const config = {
    host: serverHost,
    mailboxes: mailboxes.map(name => `${name}@${localDomain}`),
    ...account,
    ...ports,
    pem,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  return cert;
}
