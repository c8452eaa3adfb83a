import type { Scanner } from '../octets/scanner.ts';
import type { Command } from './model.ts';

/**
 * The octets that a BDAT command announces (RFC 3030 §2); undefined for other commands and where it
 * gives no number.
 */
export function announcedOctets(
  text: { readonly octets: Uint8Array; readonly scanner: Scanner },
  { verb, argument }: Command,
): number | undefined {
  if (verb !== 'BDAT') return undefined;
  const { start, end } = argument;
  const size = /^\d{1,15}(?=\s|$)/.exec(text.scanner.latin1(text.octets, start, end))?.[0];
  return size === undefined ? undefined : Number(size);
}
