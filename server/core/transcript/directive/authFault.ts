import type { AuthWords } from './authWords.ts';
import { saslMechanisms } from '../../smtp/saslMechanisms.ts';

/** Why an exchange cannot be computed from a `# @auth` line, as a sentence; undefined where it can. */
export function authFault(words: AuthWords): string | undefined {
  const known = saslMechanisms.find(({ name }) => name === words.mechanism);
  if (known === undefined) {
    const names = saslMechanisms.map(({ name }) => name).join(', ');
    return `@auth cannot compute ${words.mechanism}: it knows ${names}.`;
  }
  if (known.needsUser && words.user === '') return `@auth ${known.name} needs user=NAME.`;
  return known.needsSecret && words.secret === ''
    ? `@auth ${known.name} needs secret=NAME: the name of the secret, not the secret itself.`
    : undefined;
}
