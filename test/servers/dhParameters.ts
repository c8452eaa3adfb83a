import { getDiffieHellman } from 'node:crypto';

/**
 * The 2048-bit group of RFC 3526 §3 as PEM (PKCS #3), for a server that would take seconds to make
 * parameters of its own.
 */
export function dhParameters(): string {
  const group = getDiffieHellman('modp14');
  const body = derOf(
    0x30,
    Buffer.concat([integerOf(group.getPrime()), integerOf(group.getGenerator())]),
  );
  const lines = body.toString('base64').match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN DH PARAMETERS-----', ...lines, '-----END DH PARAMETERS-----', ''].join('\n');
}

/** A leading zero keeps the number positive. */
function integerOf(number: Buffer): Buffer {
  return derOf(0x02, Buffer.concat([Buffer.of(0), number]));
}

function derOf(tag: number, value: Buffer): Buffer {
  const length =
    value.length < 0x80
      ? Buffer.of(value.length)
      : Buffer.of(0x82, value.length >> 8, value.length & 0xff);
  return Buffer.concat([Buffer.of(tag), length, value]);
}
