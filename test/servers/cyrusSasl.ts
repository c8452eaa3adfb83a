import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { libraryPathOf } from '../../tools/servers/libraries.ts';
import { unpackedFolder } from '../../tools/servers/packages.ts';
import { account, localDomain } from './runningServer.ts';

const run = promisify(execFile);

/** The folder of Cyrus SASL's mechanisms on this machine; throws where they are not installed. */
export function saslFolder(): string {
  const [folder] = globSync('/usr/lib/*/sasl2');
  if (folder === undefined) throw new Error('libsasl2-modules is not installed');
  return folder;
}

/** Where the service's configuration and account go. */
export interface SaslPlace {
  readonly folder: string;
  /** Cyrus looks for `NAME.conf`. */
  readonly service: string;
  /** The folder as the server sees it. */
  readonly shownAs: string;
}

/** Writes a service's configuration and its database with the one account of the tests. */
export async function writeSaslAccount({ folder, service, shownAs }: SaslPlace): Promise<void> {
  const lines = [
    'pwcheck_method: auxprop',
    'auxprop_plugin: sasldb',
    `sasldb_path: ${shownAs}/sasldb2`,
    'mech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256',
  ];
  await writeFile(join(folder, `${service}.conf`), `${lines.join('\n')}\n`);
  const unpacked = unpackedFolder('sasl');
  const program = join(unpacked, 'usr/sbin/saslpasswd2');
  const env = { ...process.env, ...libraryPathOf(unpacked) };
  const file = join(folder, 'sasldb2');
  const args = ['-p', '-c', '-f', file, '-u', localDomain, account.user];
  const running = run(program, args, { env });
  running.child.stdin?.end(account.password);
  await running;
}
