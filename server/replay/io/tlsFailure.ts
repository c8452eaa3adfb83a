import { errorCodeOf } from './netFailure.ts';
import type { IoFailure } from './replayIo.ts';

const TRUST_IT = 'trust its certificate, or that of its authority, for this run';

const WORDINGS: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'the certificate has expired. Renew it on the server'],
  ['CERT_NOT_YET_VALID', 'the certificate is not valid yet. Compare the clocks of both machines'],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    `the certificate is self-signed. If this server is yours, ${TRUST_IT}`,
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    `the chain ends in an authority that is not trusted here. If it is yours, ${TRUST_IT}`,
  ],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    `the certificate's issuer is unknown. The server may omit an intermediate; else ${TRUST_IT}`,
  ],
  [
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    `the certificate's issuer is unknown. The server may omit an intermediate; else ${TRUST_IT}`,
  ],
  ['CERT_REVOKED', 'the certificate was revoked'],
  [
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'the server answered with something that is not TLS. A port that begins in plaintext needs ' +
      'STARTTLS instead of implicit TLS',
  ],
  [
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'the server answered with something that is not TLS. A port that begins in plaintext needs ' +
      'STARTTLS instead of implicit TLS',
  ],
  [
    'ERR_SSL_UNSUPPORTED_PROTOCOL',
    'the server offers only TLS versions that are no longer safe. It needs TLS 1.2 or later',
  ],
  [
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'the server and this client share no TLS version. It needs TLS 1.2 or later',
  ],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'the server and this client share no cipher'],
  ['ERR_SSL_NO_SHARED_CIPHER', 'the server and this client share no cipher'],
  ['ECONNRESET', 'the server dropped the connection during the handshake. See its log'],
  ['EPIPE', 'the server dropped the connection during the handshake. See its log'],
]);

/** A failed handshake as a failure that says what failed and what to do; `name` was verified. */
export function tlsFailureOf(error: unknown, name: string): IoFailure {
  return {
    kind: 'failed',
    reason: 'tls',
    message: `TLS with ${name} failed: ${textOf(error, name)}`,
  };
}

function textOf(error: unknown, name: string): string {
  const code = errorCodeOf(error);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return wrongName(error, name);
  const known = WORDINGS.get(code);
  const detail = error instanceof Error ? error.message : String(error);
  return known === undefined ? detail : `${known}${code.startsWith('E') ? '' : ` (${code})`}.`;
}

function wrongName(error: unknown, name: string): string {
  const holder = error as { readonly cert?: { readonly subjectaltname?: unknown } };
  const names = holder.cert?.subjectaltname;
  const issued = typeof names === 'string' && names !== '' ? ` It is issued for ${names}.` : '';
  return `the certificate is not for ${name}.${issued} Use a name it holds.`;
}
