import type { TlsVersion } from '../../protocol/replay.ts';
import type { IoCertificate } from './replayIo.ts';

const TRUST_IT = 'trust its certificate, or that of its authority, for this run';

const UNKNOWN_ISSUER =
  "the certificate's issuer is unknown. The server may omit an intermediate certificate; else " +
  TRUST_IT;

const WORDINGS: ReadonlyMap<string, string> = new Map([
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    `the certificate is self-signed. If this server is yours, ${TRUST_IT}`,
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    `the chain ends in an authority that is not trusted here. If it is yours, ${TRUST_IT}`,
  ],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNKNOWN_ISSUER],
  ['UNABLE_TO_GET_ISSUER_CERT', UNKNOWN_ISSUER],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNKNOWN_ISSUER],
  ['CERT_REVOKED', 'the certificate was revoked'],
  ['INVALID_PURPOSE', 'the certificate is not meant for servers'],
  ['INVALID_CA', 'a certificate of the chain may not issue others'],
  ['CERT_UNTRUSTED', 'the certificate is marked as not to be trusted'],
  ['CERT_REJECTED', 'the certificate is marked as to be rejected'],
  ['CERT_SIGNATURE_FAILURE', 'the signature of the certificate is wrong'],
] satisfies [string, string][]);

/** A certificate that is not trusted. */
export interface Distrust {
  /** Node's code for the reason. */
  readonly code: string;
  /** The name it was verified for. */
  readonly name: string;
  readonly certificate: IoCertificate | null;
}

/** Why a certificate is not trusted and what to do, as the end of a sentence. */
export function distrustTextOf({ code, name, certificate }: Distrust): string {
  if (certificate === null) return 'the server showed no certificate';
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return wrongName(name, certificate);
    case 'CERT_HAS_EXPIRED':
      return expired(certificate);
    case 'CERT_NOT_YET_VALID':
      return notYetValid(certificate);
  }
  const known = WORDINGS.get(code) ?? `the certificate is not trusted (${code})`;
  return `${known}. It is issued to ${certificate.subject} by ${certificate.issuer}`;
}

/** What differs between the only certificate that is accepted and the one that was shown. */
export function wrongPinText(pinned: string, shown: string): string {
  return (
    `the server shows another certificate than the pinned one. Pinned: ${pinned}, shown: ` +
    `${shown === '' ? 'none' : shown}. If the server got a new one, check it and pin that`
  );
}

function wrongName(name: string, certificate: IoCertificate): string {
  const { names, subject } = certificate;
  const shown = names.slice(0, 10).join(', ');
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  const issued = names.length > 0 ? `${shown}${more}` : `${subject}, without any name`;
  return `the certificate is not for ${name}. It is issued for ${issued}. Use a name it holds`;
}

function expired({ validTo }: IoCertificate): string {
  return isPast(validTo)
    ? `the certificate has expired on ${validTo}. Renew it on the server`
    : 'a certificate of the chain has expired. Renew it on the server';
}

function notYetValid({ validFrom }: IoCertificate): string {
  const compare = 'Compare the clocks of both machines';
  return isPast(validFrom)
    ? `a certificate of the chain is not valid yet. ${compare}`
    : `the certificate is not valid before ${validFrom}. ${compare}`;
}

function isPast(date: string): boolean {
  return Date.parse(date) < Date.now();
}

/** For people: `TLS 1.2`. */
export function tlsVersionText(version: TlsVersion): string {
  return version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS ');
}
