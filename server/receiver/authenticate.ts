import { createHash, timingSafeEqual } from 'node:crypto';
import type { SMTPServerAuthentication } from 'smtp-server';
import type { Directory } from './directory.ts';

/** The mechanisms offered when AUTH is on. */
export const authMechanisms: readonly string[] = ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/** The name of the user whose password these credentials hold; undefined for all others. */
export function authenticatedUser(
  auth: SMTPServerAuthentication,
  directory: Directory,
): string | undefined {
  const user = directory.userOf(auth.username ?? '');
  // Acting for somebody else (RFC 4616 authzid) is not offered.
  const proxy = auth.authzid !== undefined && auth.authzid !== '' && auth.authcid !== '';
  if (user?.password === undefined) return undefined;
  if (proxy && directory.userOf(auth.authzid ?? '') !== user) return undefined;
  const right =
    auth.method === 'CRAM-MD5'
      ? auth.validatePassword(user.password)
      : samePassword(auth.password ?? '', user.password);
  return right ? user.name : undefined;
}

/** Takes the same time for every wrong password. */
function samePassword(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
