import { readFile, stat } from 'node:fs/promises';
import type { Environment } from '../../protocol/environment.ts';
import type { Target } from '../../protocol/replay.ts';

/** How to connect, whichever host it will be. */
export type Connection = Omit<Target, 'host' | 'port'>;

/** The part of an environment that says how to connect. */
export type ConnectionSettings = Omit<Environment, 'name' | 'variables' | 'secrets'>;

/** A connection, or why there is none: a file that is not what it should be, in words. */
export type ConnectionAnswer =
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'fault'; readonly message: string };

/** Reads the certificates that the settings name. Never rejects. */
export async function connectionOf(settings: ConnectionSettings): Promise<ConnectionAnswer> {
  try {
    const [ca, clientCertificate] = await Promise.all([
      settings.ca === undefined ? undefined : pemOf(settings.ca, 'certificate'),
      clientCertificateOf(settings),
    ]);
    const connection: Connection = {
      ...optional({ ca, clientCertificate }),
      ...optional({
        implicitTls: settings.tls === undefined ? undefined : settings.tls === 'implicit',
        verifyCertificate: settings.verifyCertificate,
        serverName: settings.serverName,
        minTlsVersion: settings.minTlsVersion,
        fingerprint: settings.fingerprint,
        localAddress: settings.localAddress,
        proxy: settings.proxy,
        path: settings.path,
        allowPlaintextAuth: settings.allowPlaintextAuth,
      }),
    };
    return { kind: 'connection', connection };
  } catch (error) {
    if (error instanceof PemFault) return { kind: 'fault', message: error.message };
    throw error;
  }
}

/** A file that holds no PEM. */
class PemFault extends Error {}

async function clientCertificateOf(
  settings: ConnectionSettings,
): Promise<Target['clientCertificate'] | undefined> {
  const { certificate, key } = settings;
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined) {
    throw new PemFault('a client certificate needs both the certificate and its key');
  }
  const texts = await Promise.all([pemOf(certificate, 'certificate'), pemOf(key, 'key')]);
  return { certificate: texts[0], key: texts[1] };
}

const HEADS = {
  certificate: /-----BEGIN (?:TRUSTED )?CERTIFICATE-----/,
  key: /-----BEGIN (?:[A-Z]{1,10} )?PRIVATE KEY-----/,
} as const;

async function pemOf(file: string, what: keyof typeof HEADS): Promise<string> {
  const text = await textOf(file).catch((error: unknown) => {
    throw new PemFault(`cannot read "${file}": ${reasonOf(error)}`);
  });
  if (HEADS[what].test(text)) return text;
  throw new PemFault(`"${file}" holds no ${what} in PEM form`);
}

/** More certificates than any system trusts fit into so many octets. */
const MOST_OCTETS = 4 * 1024 * 1024;

async function textOf(file: string): Promise<string> {
  const found = await stat(file);
  // A device or a pipe might never end.
  if (!found.isFile()) throw new Error('it is no ordinary file');
  if (found.size > MOST_OCTETS) throw new Error('it is too long');
  return readFile(file, 'latin1');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : '';
  if (code === 'ENOENT') return 'it does not exist';
  return code === 'EACCES' ? 'permission denied' : error.message;
}

/** What is undefined is left out. */
function optional<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
