import { randomBytes, timingSafeEqual } from 'node:crypto';
import { encodeBase64 } from '../../core/smtp/base64.ts';
import { gs2Header, saslName } from './gs2.ts';
import { prepared } from './prepared.ts';
import type { SaslAnswer, SaslBinding, SaslCredentials, SaslStart } from './sasl.ts';
import { refusal, response, saslSteps, unusable } from './saslSteps.ts';
import { scramProofs } from './scramKeys.ts';
import type { ScramHash } from './scramKeys.ts';
import { readServerFinal, readServerFirst } from './scramMessages.ts';

/** `bound`: the -PLUS mechanisms, which tie the exchange to the TLS connection (RFC 5802 §6). */
export type ScramChannel = 'bound' | 'unbound';

/** SCRAM with a hash (RFC 5802, RFC 7677). The server has to prove that it knows the password too. */
export function scram(hash: ScramHash, channel: ScramChannel): SaslStart {
  return credentials => {
    const { user, authzid, secret, channelBinding } = credentials;
    if (channel === 'bound' && channelBinding === null) {
      return unusable('This mechanism binds to TLS, and there is no TLS connection to bind to.');
    }
    const name = prepared(user, 'query');
    if (name === null) return unusable('SASLprep forbids this user (RFC 4013).');
    const password = prepared(secret, 'stored');
    if (password === null) return unusable('SASLprep forbids this secret (RFC 4013).');
    if (/[\0-\x1f\x7f]/.test(authzid)) return unusable('SCRAM cannot carry control characters.');
    const binding = channel === 'bound' ? channelBinding : null;
    const client = { hash, password, binding, header: gs2Header(flagOf(binding), authzid) };
    return exchangeOf(client, name, credentials);
  };
}

/**
 * `y` would say that the client would bind but thinks that the server cannot. That is for clients
 * which choose among the mechanisms on offer; here the transcript chose, so it is `n`, and a server
 * with -PLUS does not take it for an attack.
 */
function flagOf(binding: SaslBinding | null): string {
  return binding === null ? 'n' : `p=${binding.type}`;
}

interface ScramClient {
  readonly hash: ScramHash;
  readonly password: string;
  readonly binding: SaslBinding | null;
  readonly header: string;
}

function exchangeOf(client: ScramClient, name: string, { nonce }: SaslCredentials) {
  const clientNonce = nonce ?? randomBytes(18).toString('base64');
  const bare = `n=${saslName(name)},r=${clientNonce}`;
  let signature: Uint8Array | null = null;
  let verified = false;

  const proof = async (challenge: Uint8Array): Promise<SaslAnswer> => {
    const first = readServerFirst(textOf(challenge), clientNonce);
    if ('fault' in first) return refusal(first.fault);
    const final = `c=${encodeBase64(channelData(client))},r=${first.nonce}`;
    const messages = joined([bare, ',', challenge, ',', final]);
    const proofs = await scramProofs({ ...client, ...first }, messages);
    signature = proofs.serverSignature;
    return response(octetsOf(`${final},p=${encodeBase64(proofs.clientProof)}`));
  };
  const end = (challenge: Uint8Array): SaslAnswer => {
    const shown = readServerFinal(textOf(challenge));
    if ('fault' in shown) return refusal(shown.fault);
    verified = signature !== null && isSame(shown, signature);
    if (verified) return response(new Uint8Array());
    return refusal('The server could not prove that it knows the password.');
  };
  return saslSteps({
    initial: octetsOf(client.header + bare),
    steps: [proof, end],
    verified: () => verified,
  });
}

/** The header once more, and what identifies the connection (RFC 5802 §7, `cbind-input`). */
function channelData({ header, binding }: ScramClient): Uint8Array {
  return joined([header, binding?.data ?? '']);
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Octet by octet: what is signed are the octets, whatever they are. */
function textOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? octetsOf(part) : part)));
}
