import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

/** Hash of a SCRAM mechanism, as `node:crypto` names it. */
export type ScramHash = 'sha1' | 'sha256';

const SIZES: Readonly<Record<ScramHash, number>> = { sha1: 20, sha256: 32 };

/** What both sides prove with that they know the password (RFC 5802 §3). */
export interface ScramProofs {
  readonly clientProof: Uint8Array;
  readonly serverSignature: Uint8Array;
}

/** What proofs are made of; `password` is prepared. */
export interface ScramSecrets {
  readonly hash: ScramHash;
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** The proofs over the messages exchanged; the slow part runs outside the main thread. */
export async function scramProofs(
  { hash, password, salt, iterations }: ScramSecrets,
  messages: Uint8Array,
): Promise<ScramProofs> {
  const hmac = (key: Uint8Array, data: Uint8Array | string): Uint8Array =>
    createHmac(hash, key).update(data).digest();
  const salted = await promisify(pbkdf2)(password, salt, iterations, SIZES[hash], hash);
  const clientKey = hmac(salted, 'Client Key');
  const storedKey = createHash(hash).update(clientKey).digest();
  const signature = hmac(storedKey, messages);
  return {
    clientProof: clientKey.map((octet, at) => octet ^ (signature[at] ?? 0)),
    serverSignature: hmac(hmac(salted, 'Server Key'), messages),
  };
}
