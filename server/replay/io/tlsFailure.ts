import type { TlsVersion } from '../../protocol/replay.ts';
import { tlsVersionText } from './certificateFailure.ts';
import { errorCodeOf } from './netFailure.ts';
import type { IoFailure } from './replayIo.ts';
import { alertOf, alertTextOf } from './tlsAlert.ts';

/** A handshake that failed, and what it was to be. */
export interface Handshake {
  /** The name that was asked for. */
  readonly name: string;
  /** True where TLS begins with the connection, false after STARTTLS. */
  readonly implicit: boolean;
  readonly minTlsVersion?: TlsVersion | undefined;
}

const DROPPED = 'the server dropped the connection during the handshake. See its log';
const NOT_PEM = 'the certificate or the key given for this run is not readable PEM';

const WORDINGS: ReadonlyMap<string, string> = new Map([
  ['ECONNRESET', DROPPED],
  ['EPIPE', DROPPED],
  ['ERR_SSL_UNEXPECTED_EOF_WHILE_READING', DROPPED],
  ['ERR_SSL_NO_SHARED_CIPHER', 'the server and this client share no cipher'],
  ['ERR_SSL_NO_CIPHERS_AVAILABLE', 'no cipher fits the TLS versions that are accepted'],
  ['ERR_SSL_DH_KEY_TOO_SMALL', "the server's Diffie-Hellman group is too small to be safe"],
  ['ERR_SSL_EE_KEY_TOO_SMALL', 'the key of the certificate is too short to be safe'],
  ['ERR_SSL_CA_MD_TOO_WEAK', 'the certificate is signed with a hash that is no longer safe'],
  [
    'ERR_OSSL_X509_KEY_VALUES_MISMATCH',
    'the client certificate and the key given with it do not belong together',
  ],
  ['ERR_OSSL_PEM_NO_START_LINE', NOT_PEM],
  ['ERR_OSSL_PEM_BAD_BASE64_DECODE', NOT_PEM],
  ['ERR_OSSL_UNSUPPORTED', NOT_PEM],
  [
    'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED',
    'the key of the client certificate has a passphrase. Give one without',
  ],
  ['ERR_OSSL_BAD_DECRYPT', 'the key of the client certificate has a passphrase. Give one without'],
] satisfies [string, string][]);

const PLAIN_CODES: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
]);

const VERSION_CODES: ReadonlySet<string> = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
]);

/** A failed handshake as a failure that says what failed and what to do. */
export function tlsFailureOf(error: unknown, handshake: Handshake): IoFailure {
  return tlsFailure(handshake, `${textOf(error, handshake)}.`);
}

/** A failure of TLS in the words given, which begin in lower case and end a sentence. */
export function tlsFailure({ name }: Pick<Handshake, 'name'>, text: string): IoFailure {
  return { kind: 'failed', reason: 'tls', message: `TLS with ${name} failed: ${text}` };
}

function textOf(error: unknown, handshake: Handshake): string {
  const code = errorCodeOf(error);
  if (PLAIN_CODES.has(code)) return plainText(handshake);
  if (VERSION_CODES.has(code)) return versionText(handshake);
  const alert = alertOf(code);
  if (alert !== null) return alertTextOf(alert);
  const detail = error instanceof Error ? error.message : String(error);
  return WORDINGS.get(code) ?? detail.replace(/\.$/, '');
}

function plainText({ implicit }: Handshake): string {
  const not = 'the server answered with something that is not TLS';
  return implicit
    ? `${not}: this port speaks SMTP without TLS first. It needs STARTTLS instead of implicit TLS`
    : `${not}, although it had accepted STARTTLS. See its log`;
}

function versionText({ minTlsVersion = 'TLSv1.2' }: Handshake): string {
  const accepted = tlsVersionText(minTlsVersion);
  return (
    'the server and this client share no TLS version. ' +
    `This run accepts ${accepted} and later; the server has to offer that`
  );
}
