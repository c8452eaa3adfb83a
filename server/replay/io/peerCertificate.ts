import type { X509Certificate } from 'node:crypto';
import type { IoCertificate } from './replayIo.ts';

/** Names that are kept: a hostile certificate could hold thousands. */
const NAMES = 100;

/** What a certificate says about itself, as it says it: nothing in it is to be trusted. */
export function certificateFactsOf(certificate: X509Certificate): IoCertificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: namesOf(certificate.subjectAltName ?? ''),
    validFrom: isoOf(certificate.validFrom),
    validTo: isoOf(certificate.validTo),
  };
}

/** Node gives one attribute a line. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

/** `DNS:a.example, IP Address:192.0.2.1`; a name with odd characters is quoted as in JSON. */
function namesOf(alternatives: string): readonly string[] {
  return [...alternatives.matchAll(NAME)].slice(0, NAMES).map(([, name = '']) => name);
}

const NAME = /(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g;

/** OpenSSL writes `May  1 12:00:00 2026 GMT`. */
function isoOf(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : new Date(time).toISOString();
}
