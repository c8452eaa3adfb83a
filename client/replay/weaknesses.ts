import type { Target } from '../../server/protocol/replay.ts';

/** What of a target lets others read along. */
export type Weakness = Pick<Target, 'allowPlaintextAuth' | 'verifyCertificate' | 'fingerprint'>;

/** What the user has to know of how these servers are talked to, as sentences. */
export function weaknessesOf(targets: readonly Weakness[]): readonly string[] {
  return [
    ...(targets.some(isPlaintext) ? ['Passwords may cross the network unencrypted.'] : []),
    ...(targets.some(isUnverified) ? ['The server’s certificate is not verified.'] : []),
  ];
}

function isPlaintext({ allowPlaintextAuth }: Weakness): boolean {
  return allowPlaintextAuth === true;
}

function isUnverified({ verifyCertificate, fingerprint }: Weakness): boolean {
  return verifyCertificate === false && fingerprint === undefined;
}
