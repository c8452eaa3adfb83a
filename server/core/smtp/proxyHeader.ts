/** `PROXY `: version 1. */
const TEXT: readonly number[] = [0x50, 0x52, 0x4f, 0x58, 0x59, 0x20];

/** Version 2. */
const SIGNATURE: readonly number[] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10];

/**
 * Is this what a proxy says of the client before anything else of a connection (HAProxy's PROXY
 * protocol, versions 1 and 2)? No server answers it.
 */
export function isProxyHeader(octets: Uint8Array): boolean {
  return [TEXT, SIGNATURE].some(mark => mark.every((octet, at) => octets[at] === octet));
}
