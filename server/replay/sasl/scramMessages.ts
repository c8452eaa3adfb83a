import { decodeBase64 } from '../../core/smtp/base64.ts';

/** What a server says first (RFC 5802 §7). */
export interface ServerFirst {
  readonly nonce: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** A message that cannot be gone on with, and why. */
export interface ScramFault {
  readonly fault: string;
}

const FIRST =
  /^r=([!-+\--~]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9][0-9]{0,15})(?:,[A-Za-z]=[^,\0]+)*$/;
const FINAL = /^v=([A-Za-z0-9+/]+={0,2})(?:,[A-Za-z]=[^,\0]+)*$/;

/** The server's first message, checked against the nonce that the client sent. */
export function readServerFirst(text: string, clientNonce: string): ServerFirst | ScramFault {
  const error = errorIn(text);
  if (error !== null) return error;
  if (/(?:^|,)m=/.test(text)) return { fault: 'The server demands an extension of SCRAM.' };
  const [, nonce = '', salt = '', iterations = ''] = FIRST.exec(text) ?? [];
  const octets = base64Octets(salt);
  if (octets === undefined || octets.length === 0) {
    return { fault: 'The challenge does not read "r=…,s=…,i=…" (RFC 5802).' };
  }
  if (!nonce.startsWith(clientNonce) || nonce.length === clientNonce.length) {
    return { fault: 'The nonce of the server does not go on from the one it was sent (RFC 5802).' };
  }
  const fault = iterationFault(Number(iterations));
  return fault ?? { nonce, salt: octets, iterations: Number(iterations) };
}

/** The server's signature in its last message. */
export function readServerFinal(text: string): Uint8Array | ScramFault {
  const error = errorIn(text);
  if (error !== null) return error;
  const [, signature = ''] = FINAL.exec(text) ?? [];
  const octets = base64Octets(signature);
  if (octets !== undefined && octets.length > 0) return octets;
  return { fault: 'The last challenge does not read "v=…" (RFC 5802).' };
}

/** RFC 5802 §5.1; the most is about a second of computing. */
const FEWEST = 4096;
const MOST = 10_000_000;

function iterationFault(iterations: number): ScramFault | null {
  if (iterations < FEWEST) {
    const fault = `The server asks for ${String(iterations)} iterations; with less than 4096 the password could be guessed from the answer (RFC 5802).`;
    return { fault };
  }
  if (iterations <= MOST) return null;
  return {
    fault: `The server asks for ${String(iterations)} iterations, which would take too long.`,
  };
}

/** `e=` and a word; anything else a server writes there is not repeated. */
function errorIn(text: string): ScramFault | null {
  if (!text.startsWith('e=')) return null;
  const [, word = 'no reason that can be shown'] = /^e=([a-z-]{1,60})(?:,|$)/.exec(text) ?? [];
  return { fault: `The server ends the exchange: ${word}.` };
}

function base64Octets(text: string): Uint8Array | undefined {
  const octets = new TextEncoder().encode(text);
  return decodeBase64(octets, 0, octets.length);
}
