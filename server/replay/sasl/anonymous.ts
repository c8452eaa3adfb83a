import type { SaslStart } from './sasl.ts';
import { saslSteps, unusable } from './saslSteps.ts';

/** ANONYMOUS: a trace (an address or a word, the user here) or nothing (RFC 4505 §2). */
export const anonymous: SaslStart = ({ user }) => {
  if (/\p{Cc}/u.test(user)) return unusable('A trace cannot hold control characters (RFC 4505).');
  if (Array.from(user).length > 255) {
    return unusable('A trace has at most 255 characters (RFC 4505).');
  }
  return saslSteps({ initial: new TextEncoder().encode(user), steps: [] });
};
