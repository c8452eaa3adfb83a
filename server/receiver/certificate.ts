import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate with its private key, both PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate, colon-separated hexadecimal. */
  readonly fingerprint: string;
}

const day = 24 * 60 * 60 * 1000;
const lifetime = 397 * day;

/** Makes a new self-signed certificate for `hostname`, localhost and the loopback addresses. */
export async function makeCertificate(hostname: string): Promise<ServerCertificate> {
  const names = [...new Set(['localhost', hostname])].filter(name => isIP(name) === 0);
  const made = await generate([{ name: 'commonName', value: hostname }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A clock that is a little behind must not make the new certificate "not yet valid".
    notBeforeDate: new Date(Date.now() - day),
    notAfterDate: new Date(Date.now() + lifetime),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map(value => ({ type: 2 as const, value })),
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  const { fingerprint256 } = new X509Certificate(made.cert);
  return { key: made.private, cert: made.cert, fingerprint: fingerprint256 };
}

/**
 * The certificate kept in `storage`, made anew when there is none, when it is damaged, for
 * another name, or within a day of its end. The file with the key is readable by its owner only.
 */
export async function loadCertificate(
  storage: string,
  hostname: string,
): Promise<ServerCertificate> {
  const folder = join(storage, 'tls');
  const file = join(folder, 'receiver.pem');
  const kept = await readCertificate(file, hostname);
  if (kept !== undefined) return kept;
  const made = await makeCertificate(hostname);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceFile(file, `${made.key.trim()}\n${made.cert.trim()}\n`);
  return made;
}

async function readCertificate(
  file: string,
  hostname: string,
): Promise<ServerCertificate | undefined> {
  try {
    await chmod(file, 0o600);
    const text = await readFile(file, 'utf8');
    const start = text.indexOf('-----BEGIN CERTIFICATE-----');
    const key = text.slice(0, start);
    const cert = text.slice(start);
    const parsed = new X509Certificate(cert);
    const lasts = Date.parse(parsed.validTo) - day > Date.now();
    const fits = isIP(hostname) !== 0 || parsed.checkHost(hostname) !== undefined;
    if (!lasts || !fits || !parsed.checkPrivateKey(createPrivateKey(key))) return undefined;
    return { key, cert, fingerprint: parsed.fingerprint256 };
  } catch {
    // Missing or damaged are alike: a new one replaces it.
    return undefined;
  }
}

/** Never leaves half a file behind, so a second receiver that starts now reads a whole one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
