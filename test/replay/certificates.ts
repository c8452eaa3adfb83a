import { generate } from 'selfsigned';

/** A certificate with its key, both PEM. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** What a certificate of a test holds. */
export interface CertificateWishes {
  /** 127.0.0.1 and localhost unless told. */
  readonly names?: readonly string[];
  /** Days from now; from yesterday to tomorrow unless told. */
  readonly from?: number;
  readonly to?: number;
  readonly subject?: string;
  /** Signed by this one instead of itself. */
  readonly by?: TestCertificate;
  /** May sign others. */
  readonly authority?: true;
}

const DAY = 24 * 60 * 60 * 1000;

/** Makes a certificate as a test wishes it. */
export async function certified(wishes: CertificateWishes = {}): Promise<TestCertificate> {
  const { names = ['127.0.0.1', 'localhost'], from = -1, to = 1, by } = wishes;
  const subject = wishes.subject ?? 'test';
  const altNames = names.map(name =>
    /^[\d.]+$/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  const made = await generate([{ name: 'commonName', value: subject }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from * DAY),
    notAfterDate: new Date(Date.now() + to * DAY),
    ...(by === undefined ? {} : { ca: { key: by.key, cert: by.cert } }),
    extensions: [
      { name: 'basicConstraints', cA: wishes.authority === true, critical: true },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName' as const, altNames }] : []),
    ],
  });
  return { key: made.private, cert: made.cert };
}
