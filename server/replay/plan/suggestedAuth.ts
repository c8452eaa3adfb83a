import { decodeBase64 } from '../../core/smtp/base64.ts';
import type { Chunk, Exchange } from '../../core/transcript/model.ts';
import { saslMechanisms } from '../../core/smtp/saslMechanisms.ts';
import { isMasked, secretResponses } from './secrets.ts';
import type { SecretResponse } from './secrets.ts';

/** What to write about a recorded AUTH exchange so that it is computed. */
export interface SuggestedAuth {
  /** Upper case, '' where the transcript names none. */
  readonly mechanism: string;
  /** The server's challenge goes into the response: one that was recorded fits no other challenge. */
  readonly challenged: boolean;
  /** The directive, with all that the exchange tells: `# @auth PLAIN user=alice secret=password`. */
  readonly line: string;
}

/** The `# @auth` line for an exchange; PLAIN in the place of a mechanism that cannot be computed. */
export function suggestedAuth(chunk: Chunk, exchange: Exchange): SuggestedAuth {
  const { octets, scanner } = chunk;
  const { start, end } = exchange.command.argument;
  const mechanism = (/^[\w-]{1,20}/.exec(scanner.latin1(octets, start, end)) ?? [''])[0];
  const upper = mechanism.toUpperCase();
  return {
    mechanism: upper,
    challenged: /^(?:CRAM-|SCRAM-|DIGEST-|NTLM$|GSSAPI$)/.test(upper),
    line: authLine(upper, secretResponses(chunk, exchange)),
  };
}

/** The line for a mechanism (upper case) and its responses; `user=NAME` where they tell no user. */
export function authLine(mechanism: string, responses: readonly Response[]): string {
  const known = saslMechanisms.find(({ name }) => name === mechanism);
  const user = known?.needsUser === false ? '' : ` user=${userIn(mechanism, responses)}`;
  const secret = known?.needsSecret === false ? '' : ' secret=password';
  return `# @auth ${known?.name ?? 'PLAIN'}${user}${secret}`;
}

type Response = Pick<SecretResponse, 'text' | 'masked'>;

/** The user name as the responses tell it, where it can stand in the directive as it is. */
function userIn(mechanism: string, responses: readonly Response[]): string {
  // The second response of LOGIN is the password.
  const telling = mechanism === 'LOGIN' ? responses.slice(0, 1) : responses;
  for (const { text, masked } of telling) {
    if (mechanism === 'LOGIN' && (masked || isMasked(text))) continue;
    const user = USER_IN[mechanism]?.exec(decoded(text))?.[1] ?? '';
    if (/^[!-z|~]{1,100}$/.test(user)) return user;
  }
  return 'NAME';
}

const SCRAM = /^[^,]*,[^,]*,n=([^,=]+),/;

/** Where each mechanism's first response holds the authentication identity. */
const USER_IN: Readonly<Record<string, RegExp>> = {
  PLAIN: /^[^\0]*\0([^\0]+)\0/,
  LOGIN: /^([^\0]+)$/,
  'CRAM-MD5': /^(\S+) /,
  'SCRAM-SHA-1': SCRAM,
  'SCRAM-SHA-1-PLUS': SCRAM,
  'SCRAM-SHA-256': SCRAM,
  'SCRAM-SHA-256-PLUS': SCRAM,
  XOAUTH2: /^user=([^\x01]+)\x01/,
};

/** Longer responses hold tokens, whose user is near the beginning all the same. */
const LONGEST = 10_000;

function decoded(text: string): string {
  const encoded = new TextEncoder().encode(text.trim().slice(0, LONGEST));
  const octets = decodeBase64(encoded, 0, encoded.length) ?? new Uint8Array(0);
  return Array.from(octets, octet => String.fromCharCode(octet)).join('');
}
