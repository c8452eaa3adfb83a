import { decodeBase64 } from '../core/smtp/base64.ts';
import type { Chunk, Exchange } from '../core/transcript/model.ts';
import { isMasked, secretResponses } from '../replay/plan/secrets.ts';

/** The user a client says it is, '' where that is not shown. The secret beside it is not looked at. */
export function authUserOf(chunk: Chunk, exchange: Exchange, mechanism: string): string {
  const [first, second] = secretResponses(chunk, exchange).map(({ text }) => decoded(chunk, text));
  switch (mechanism) {
    case 'PLAIN':
      return first?.split('\0')[1] ?? '';
    case 'LOGIN':
      return first ?? '';
    case 'CRAM-MD5':
      return /^(\S+) [0-9a-f]{32}$/i.exec(first ?? '')?.[1] ?? '';
    case 'XOAUTH2':
    case 'OAUTHBEARER':
      return /(?:user|a)=([^\x01,]+)/.exec(first ?? second ?? '')?.[1] ?? '';
    default:
      return '';
  }
}

function decoded(chunk: Chunk, text: string): string | undefined {
  if (text === '=' || isMasked(text)) return undefined;
  const { scanner } = chunk;
  const octets = decodeBase64(scanner.encode(text), 0, text.length);
  return octets && scanner.utf8(octets, 0, octets.length);
}
