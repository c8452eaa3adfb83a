import type { TLSSocket } from 'node:tls';
import type { Target } from '../../protocol/replay.ts';
import { distrustTextOf, wrongPinText } from './certificateFailure.ts';
import { channelBindingOf } from './channelBinding.ts';
import { fingerprintOf } from './fingerprint.ts';
import { certificateFactsOf } from './peerCertificate.ts';
import type { IoFailure, IoSecured } from './replayIo.ts';
import { tlsFailure } from './tlsFailure.ts';
import { tlsNameOf } from './tlsOptions.ts';

/**
 * What a handshake led to, or why the certificate is not accepted: where one is pinned it has to be
 * that very one, whoever issued it; else it has to be trusted, unless the target says otherwise.
 */
export function securedOf(socket: TLSSocket, target: Target): IoSecured | IoFailure {
  const peer = socket.getPeerX509Certificate();
  const secured: IoSecured = {
    kind: 'secured',
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    fingerprint: peer?.fingerprint256 ?? '',
    authorized: socket.authorized || target.fingerprint !== undefined,
    certificate: peer === undefined ? null : certificateFactsOf(peer),
    channelBinding: channelBindingOf(socket, peer),
  };
  const refusal = refusalOf(secured, socket, target);
  return refusal === null ? secured : tlsFailure({ name: tlsNameOf(target) }, `${refusal}.`);
}

function refusalOf(secured: IoSecured, socket: TLSSocket, target: Target): string | null {
  if (target.fingerprint !== undefined) return pinRefusal(target.fingerprint, secured.fingerprint);
  if (socket.authorized || target.verifyCertificate === false) return null;
  const name = tlsNameOf(target);
  // Node declares an Error here and sets its code.
  const code = String(socket.authorizationError);
  return distrustTextOf({ code, name, certificate: secured.certificate });
}

function pinRefusal(wanted: string, shown: string): string | null {
  const pinned = fingerprintOf(wanted);
  if (pinned === null) {
    return `the pinned fingerprint "${wanted}" is not SHA-256: that has 32 octets, as AB:CD:…`;
  }
  return pinned === shown ? null : wrongPinText(pinned, shown);
}
