import type { ReceiverUser } from '../receiver/options.ts';

/** Reads `name` or `name:password`; the first colon divides. */
export function receiverUserOf(text: string): ReceiverUser {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text.trim() };
  return { name: text.slice(0, colon).trim(), password: text.slice(colon + 1) };
}
