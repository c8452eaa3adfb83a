import { pathTextOf } from '../core/transcript/envelope.ts';
import type { Chunk, Exchange } from '../core/transcript/model.ts';

/** The address of MAIL or RCPT; the case of a domain says nothing (RFC 5321 §2.4). */
export function equalPathKey(chunk: Chunk, exchange: Exchange): string {
  const path = pathTextOf(chunk, exchange);
  const at = path.lastIndexOf('@');
  return at < 0 ? path : path.slice(0, at) + path.slice(at).toLowerCase();
}
