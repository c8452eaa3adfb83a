/** Hash of a certificate's signature, by the names of `node:crypto`. */
export type SignatureHash = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;

/** Object identifiers as hexadecimal of their DER octets. */
const SIGNATURES: ReadonlyMap<string, SignatureHash> = new Map([
  ['2a864886f70d010104', 'md5'],
  ['2a864886f70d010105', 'sha1'],
  ['2a864886f70d01010e', 'sha224'],
  ['2a864886f70d01010b', 'sha256'],
  ['2a864886f70d01010c', 'sha384'],
  ['2a864886f70d01010d', 'sha512'],
  ['2a8648ce3d0401', 'sha1'],
  ['2a8648ce3d040301', 'sha224'],
  ['2a8648ce3d040302', 'sha256'],
  ['2a8648ce3d040303', 'sha384'],
  ['2a8648ce3d040304', 'sha512'],
] satisfies [string, SignatureHash][]);

/** RSASSA-PSS names its hash in its parameters (RFC 4055 §3.1). */
const RSA_PSS = '2a864886f70d01010a';

const HASHES: ReadonlyMap<string, SignatureHash> = new Map([
  ['2b0e03021a', 'sha1'],
  ['608648016503040204', 'sha224'],
  ['608648016503040201', 'sha256'],
  ['608648016503040202', 'sha384'],
  ['608648016503040203', 'sha512'],
] satisfies [string, SignatureHash][]);

/**
 * The hash in a DER certificate's signature algorithm (RFC 5280 §4.1.1.2), null where it has none of
 * its own (Ed25519) or is not known. `X509Certificate` tells it only in newer runtimes.
 */
export function signatureHashOf(certificate: Uint8Array): SignatureHash | null {
  const whole = elementAt(certificate, 0, certificate.length);
  const [, algorithm] = whole === null ? [] : childrenOf(certificate, whole);
  if (algorithm?.tag !== SEQUENCE) return null;
  const [name, parameters] = childrenOf(certificate, algorithm);
  if (name?.tag !== OBJECT_IDENTIFIER) return null;
  const identifier = hexOf(certificate, name);
  if (identifier !== RSA_PSS) return SIGNATURES.get(identifier) ?? null;
  return parameters?.tag === SEQUENCE ? pssHash(certificate, parameters) : 'sha1';
}

/** `[0] SEQUENCE { OBJECT IDENTIFIER … }`; left out it is SHA-1. */
function pssHash(octets: Uint8Array, parameters: Element): SignatureHash | null {
  const tagged = childrenOf(octets, parameters).find(element => element.tag === 0xa0);
  if (!tagged) return 'sha1';
  const [algorithm] = childrenOf(octets, tagged);
  const [name] = algorithm ? childrenOf(octets, algorithm) : [];
  return name?.tag === OBJECT_IDENTIFIER ? (HASHES.get(hexOf(octets, name)) ?? null) : null;
}

/** The elements in another one; those that do not fit are left out. */
function childrenOf(octets: Uint8Array, parent: Element): readonly Element[] {
  const children: Element[] = [];
  for (let at = parent.from; at < parent.to;) {
    const element = elementAt(octets, at, parent.to);
    if (element === null) break;
    children.push(element);
    at = element.to;
  }
  return children;
}

function elementAt(octets: Uint8Array, at: number, end: number): Element | null {
  const tag = octets[at];
  const first = octets[at + 1];
  if (tag === undefined || first === undefined) return null;
  const digits = first < 0x80 ? 0 : first & 0x7f;
  if (digits > 4) return null;
  let length = digits === 0 ? first : 0;
  for (const octet of octets.subarray(at + 2, at + 2 + digits)) length = length * 256 + octet;
  const from = at + 2 + digits;
  return from + length <= end ? { tag, from, to: from + length } : null;
}

function hexOf(octets: Uint8Array, element: Element): string {
  return Buffer.from(octets.subarray(element.from, element.to)).toString('hex');
}
