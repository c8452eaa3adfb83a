import type { SaslStart } from './sasl.ts';
import { saslSteps, unusable } from './saslSteps.ts';

/**
 * EXTERNAL: whom to act as, nothing for whoever the client certificate names (RFC 4422 Appendix A).
 * A user is taken for it where no authorization identity is given, since there is no other use.
 */
export const external: SaslStart = ({ user, authzid }) => {
  const identity = authzid === '' ? user : authzid;
  if (identity.includes('\0')) return unusable('EXTERNAL cannot carry a NUL (RFC 4422).');
  return saslSteps({ initial: new TextEncoder().encode(identity), steps: [] });
};
