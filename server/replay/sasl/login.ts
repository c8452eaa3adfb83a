import type { SaslStart } from './sasl.ts';
import { refusal, response, saslSteps } from './saslSteps.ts';
import type { SaslStep } from './saslSteps.ts';

/**
 * LOGIN (draft-murchison-sasl-login): the user name, with the command or after a first challenge,
 * then the password. What challenges say does not matter, with one exception: a server that did
 * not take the initial response asks for the user name again, and shall not get the password then.
 */
export const login: SaslStart = ({ user, secret }) => {
  const name = new TextEncoder().encode(user);
  let passwordSent = false;
  const password = () => {
    passwordSent = true;
    return response(new TextEncoder().encode(secret));
  };
  const first: SaslStep = challenge => (asksForUser(challenge) ? response(name) : password());
  const second: SaslStep = challenge => {
    if (passwordSent) return refusal('The server asks for more than a user name and a password.');
    if (asksForUser(challenge)) return refusal('The server asks for the user name once more.');
    return password();
  };
  return saslSteps({ initial: name, steps: [first, second] });
};

/** `Username:`, `User Name` and what else is in use. */
function asksForUser(challenge: Uint8Array): boolean {
  return /^user/i.test(new TextDecoder('latin1').decode(challenge.subarray(0, 16)));
}
