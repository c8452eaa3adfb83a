import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { signatureHashOf } from './signatureHash.ts';
import type { ChannelBinding } from './replayIo.ts';

/** RFC 9266 §2. */
const EXPORTER_LABEL = 'EXPORTER-Channel-Binding';

/**
 * The binding of a finished handshake; null where the server showed no certificate or a new kind.
 * `peer` is that certificate: Node 24 gives an empty one to who asks the socket a second time.
 */
export function channelBindingOf(
  socket: TLSSocket,
  peer: Pick<X509Certificate, 'raw'> | undefined,
): ChannelBinding | null {
  if (socket.getProtocol() === 'TLSv1.3') {
    const data = socket.exportKeyingMaterial(32, EXPORTER_LABEL, Buffer.alloc(0));
    return { type: 'tls-exporter', data };
  }
  return peer === undefined ? null : serverEndPointOf(peer.raw);
}

/** RFC 5929 §4.1: the certificate, hashed as its signature was; MD5 and SHA-1 become SHA-256. */
function serverEndPointOf(certificate: Uint8Array): ChannelBinding | null {
  const hash = signatureHashOf(certificate);
  if (hash === null) return null;
  const data = createHash(hash === 'md5' || hash === 'sha1' ? 'sha256' : hash)
    .update(certificate)
    .digest();
  return { type: 'tls-server-end-point', data };
}
