import { bearerFault } from './bearerToken.ts';
import { gs2Header } from './gs2.ts';
import type { SaslStart } from './sasl.ts';
import { response, saslSteps, unusable } from './saslSteps.ts';

const PRINTABLE = /^[!-~]+$/;

/**
 * OAUTHBEARER: a GS2 header and pairs, each ended by 0x01 (RFC 7628 §3.1). A challenge is JSON that
 * says why the token was refused; 0x01 makes the server end the exchange (RFC 7628 §3.2.3).
 */
export const oauthBearer: SaslStart = ({ user, authzid, secret, host, port }) => {
  const identity = authzid === '' ? user : authzid;
  if (/[\0\x01]/.test(identity)) return unusable('OAUTHBEARER cannot carry NUL or 0x01.');
  const fault = bearerFault(secret);
  if (fault !== null) return unusable(fault);
  const pairs = [`auth=Bearer ${secret}`];
  if (PRINTABLE.test(host)) pairs.unshift(`host=${host}`, `port=${String(port)}`);
  const text = [gs2Header('n', identity), ...pairs, '', ''].join('\x01');
  return saslSteps({
    initial: new TextEncoder().encode(text),
    steps: [() => response(Uint8Array.of(1))],
  });
};
