import { join } from 'node:path';

/** Where everything that is installed for the servers stands; not in version control. */
export const serversCache = join(import.meta.dirname, '../../.cache/servers');

/** Debian packages that live beside each other, so they are installed. */
export const installedPackages: readonly string[] = [
  'postfix',
  'libsasl2-modules',
  'python3-aiosmtpd',
];

/** Debian packages that are unpacked into a folder of their own. */
export interface UnpackedServer {
  readonly packages: readonly string[];
  /** Programs whose shared libraries have to be there. */
  readonly programs: readonly string[];
}

/** Mail servers that conflict with the installed one, and a tool that only the tests need. */
export const unpackedServers = {
  exim: { packages: ['exim4-daemon-heavy'], programs: ['/usr/sbin/exim4'] },
  opensmtpd: { packages: ['opensmtpd'], programs: ['/usr/sbin/smtpd'] },
  sendmail: {
    packages: ['sendmail-bin', 'sendmail-base', 'sendmail-cf', 'm4'],
    programs: ['/usr/libexec/sendmail/sendmail', '/usr/libexec/sendmail/mail.local', '/usr/bin/m4'],
  },
  sasl: { packages: ['sasl2-bin'], programs: ['/usr/sbin/saslpasswd2'] },
} as const satisfies Readonly<Record<string, UnpackedServer>>;

export type Unpacked = keyof typeof unpackedServers;

/** Where the packages of a server are unpacked. */
export function unpackedFolder(name: Unpacked): string {
  return join(serversCache, name);
}

/** Where Haraka's own lock file is installed. */
export const harakaFolder = join(serversCache, 'haraka');
