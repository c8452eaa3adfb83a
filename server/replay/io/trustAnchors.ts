import * as tls from 'node:tls';

/** The part of `node:tls` that knows certificate authorities; the first needs Node 22.15. */
export interface TrustStore {
  readonly getCACertificates?: (type: 'default') => readonly string[];
  readonly rootCertificates: readonly string[];
}

/**
 * What to trust, as PEM, where a certificate is to be trusted besides those trusted anyway. Before
 * Node 22.15, the runtime of older editors included, those are the ones that Node brings.
 */
export function trustAnchorsWith(ca: string, store: TrustStore = tls): string[] {
  return [...(store.getCACertificates?.('default') ?? store.rootCertificates), ca];
}
