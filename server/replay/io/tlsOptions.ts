import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Target, TlsVersion } from '../../protocol/replay.ts';
import { trustAnchorsWith } from './trustAnchors.ts';

/** What OpenSSL keeps back even from who asks for these versions. */
const OLD_VERSIONS: ReadonlySet<TlsVersion> = new Set(['TLSv1', 'TLSv1.1']);
const OLD_CIPHERS = 'DEFAULT@SECLEVEL=0';

/** The name for SNI and verification; the scope of an address (`%eth0`) is no part of it. */
export function tlsNameOf(target: Target): string {
  return (target.serverName ?? target.host).replace(/%.*$/s, '');
}

/**
 * The options of a handshake over an open connection. SNI carries names only (RFC 6066 §3); an
 * address is still checked against the certificate. The certificate is judged by who asked for the
 * handshake, before an octet of data leaves: only then can a refusal say what the certificate holds.
 */
export function tlsOptionsOf(target: Target, socket: Socket): ConnectionOptions {
  const name = tlsNameOf(target);
  const { ca, clientCertificate, minTlsVersion } = target;
  return {
    socket,
    host: name,
    rejectUnauthorized: false,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca: trustAnchorsWith(ca) }),
    ...(clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key }),
    ...(minTlsVersion && { minVersion: minTlsVersion }),
    ...(minTlsVersion && OLD_VERSIONS.has(minTlsVersion) ? { ciphers: OLD_CIPHERS } : {}),
  };
}
