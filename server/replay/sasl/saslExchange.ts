import { anonymous } from './anonymous.ts';
import { cramMd5 } from './cramMd5.ts';
import { external } from './external.ts';
import { login } from './login.ts';
import { oauthBearer } from './oauthBearer.ts';
import { plain } from './plain.ts';
import type { SaslCredentials, SaslExchange, SaslStart } from './sasl.ts';
import { saslMechanisms } from '../../core/smtp/saslMechanisms.ts';
import type { SaslMechanism } from '../../core/smtp/saslMechanisms.ts';
import { unusable } from './saslSteps.ts';
import { scram } from './scram.ts';
import { xoauth2 } from './xoauth2.ts';

const STARTS: ReadonlyMap<string, SaslStart> = new Map([
  ['PLAIN', plain],
  ['LOGIN', login],
  ['CRAM-MD5', cramMd5],
  ['SCRAM-SHA-1', scram('sha1', 'unbound')],
  ['SCRAM-SHA-1-PLUS', scram('sha1', 'bound')],
  ['SCRAM-SHA-256', scram('sha256', 'unbound')],
  ['SCRAM-SHA-256-PLUS', scram('sha256', 'bound')],
  ['XOAUTH2', xoauth2],
  ['OAUTHBEARER', oauthBearer],
  ['EXTERNAL', external],
  ['ANONYMOUS', anonymous],
]);

/**
 * The client's side of an exchange by the mechanism's name, in any letter case; null where it is not
 * known. Credentials that do not fit give an exchange whose `unusable` says why.
 */
export function saslExchange(mechanism: string, credentials: SaslCredentials): SaslExchange | null {
  const known = saslMechanisms.find(({ name }) => name === mechanism.toUpperCase());
  const start = known && STARTS.get(known.name);
  if (!known || !start) return null;
  const fault = faultOf(known, credentials);
  return fault === null ? start(credentials) : unusable(fault);
}

function faultOf(mechanism: SaslMechanism, credentials: SaslCredentials): string | null {
  const { name, needsUser, needsSecret } = mechanism;
  const { user, authzid, secret } = credentials;
  if (needsUser && user === '') return `${name} needs a user.`;
  if (needsSecret && secret === '') return `${name} needs a secret; the one given is empty.`;
  // Half a character would go out as U+FFFD, which is another name or password.
  const isWhole = [user, authzid, secret].every(text => text.isWellFormed());
  return isWhole ? null : 'A name or the secret is not valid Unicode text.';
}
