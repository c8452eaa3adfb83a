import { bearerFault } from './bearerToken.ts';
import type { SaslStart } from './sasl.ts';
import { response, saslSteps, unusable } from './saslSteps.ts';

/**
 * XOAUTH2 of Google and Microsoft: `user=… 0x01 auth=Bearer … 0x01 0x01`. A challenge is JSON that
 * says why the token was refused; the empty answer makes the server end the exchange.
 */
export const xoauth2: SaslStart = ({ user, secret }) => {
  if (user.includes('\x01')) return unusable('XOAUTH2 cannot carry 0x01 in the user.');
  const fault = bearerFault(secret);
  if (fault !== null) return unusable(fault);
  const initial = new TextEncoder().encode(`user=${user}\x01auth=Bearer ${secret}\x01\x01`);
  return saslSteps({ initial, steps: [() => response(new Uint8Array())] });
};
