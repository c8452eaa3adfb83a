import type { ServerAddress } from './targetText.ts';
import { targetText } from './targetText.ts';

/** A server as the user chose it. */
export interface ChosenServer extends ServerAddress {
  readonly kind: 'server';
  /** TLS from the first octet; the transcript decides where it is absent. */
  readonly implicitTls?: boolean;
  readonly verifyCertificate?: boolean;
}

/** Where a replay goes. */
export type ChosenTarget = { readonly kind: 'receiver' } | ChosenServer;

/** The server that is always there, on loopback. */
export const RECEIVER: ChosenTarget = { kind: 'receiver' };

/** The target in a sentence. */
export function targetWords(target: ChosenTarget): string {
  return target.kind === 'receiver' ? 'the embedded receiver' : targetText(target);
}
