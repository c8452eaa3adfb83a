/** The verbs with which a client introduces itself (RFC 5321 §4.1.1.1, RFC 2033 §4.1). */
export const HELLO_VERBS: ReadonlySet<string> = new Set(['EHLO', 'HELO', 'LHLO']);

/** The verbs whose replies offer extensions. */
export const OFFER_VERBS: readonly string[] = ['EHLO', 'LHLO'];

/** Does the reply to this verb offer extensions? */
export function isOfferVerb(verb: string | undefined): boolean {
  return verb === 'EHLO' || verb === 'LHLO';
}
