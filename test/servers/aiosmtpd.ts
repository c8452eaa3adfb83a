import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from '../../server/receiver/certificate.ts';
import { account, localDomain, mailboxes, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { startProgram } from './startProgram.ts';
import type { ServerPorts } from './startProgram.ts';

const run = promisify(execFile);
/** The Python that Debian's package belongs to; another one first on PATH does not know it. */
const python = '/usr/bin/python3';
const program = join(import.meta.dirname, 'aiosmtpd/server.py');

/** Debian's aiosmtpd under a program of ours. Throws where it does not start. */
export function startAiosmtpd(): Promise<RunningServer> {
  return startProgram({
    name: 'aiosmtpd',
    prepare,
    version: async () => {
      const asked = ['-I', '-c', 'import aiosmtpd; print(aiosmtpd.__version__)'];
      return (await run(python, asked)).stdout.trim();
    },
    command: folder => [python, ['-I', '-B', program, join(folder, 'config.json')]],
  });
}

async function prepare(folder: string, ports: ServerPorts): Promise<string> {
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
