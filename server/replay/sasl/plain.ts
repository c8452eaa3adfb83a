import type { SaslStart } from './sasl.ts';
import { saslSteps, unusable } from './saslSteps.ts';

/** PLAIN: `authzid NUL user NUL secret`, nothing else (RFC 4616 §2). */
export const plain: SaslStart = ({ user, authzid, secret }) => {
  const parts = [authzid, user, secret];
  if (parts.some(part => part.includes('\0'))) {
    return unusable('PLAIN cannot carry a NUL in a name or secret (RFC 4616).');
  }
  return saslSteps({ initial: new TextEncoder().encode(parts.join('\0')), steps: [] });
};
