const APPLICATION_DATA = 23;
const HEADER = 5;

/** Do these octets begin a TLS record (RFC 8446 §5.1)? undefined while there are too few of them. */
export function beginsTls(first: number, second: number, third: number): boolean | undefined {
  if (first < 20 || first > 23) return first < 0 ? undefined : false;
  if (second < 0) return undefined;
  if (second !== 3) return false;
  return third < 0 ? undefined : third <= 4;
}

/** Walks over the records of one direction without looking into them. */
export class TlsRecords {
  /** Octets, headers included. */
  octets = 0;
  /** Application data was seen: its sender holds the handshake to be complete. */
  hasData = false;
  readonly #header: number[] = [];
  #left = 0;
  #lost = false;

  take(octets: Uint8Array): void {
    this.octets += octets.length;
    for (let at = 0; at < octets.length && !this.#lost;) {
      const skipped = Math.min(this.#left, octets.length - at);
      this.#left -= skipped;
      at += skipped;
      if (at < octets.length) this.#headerOctet(octets[at++] ?? 0);
    }
  }

  /** Octets are missing; where records begin is not known any more. */
  lose(count: number): void {
    this.octets += count;
    this.#lost = true;
  }

  #headerOctet(octet: number): void {
    this.#header.push(octet);
    if (this.#header.length < HEADER) return;
    const [type = 0, , , high = 0, low = 0] = this.#header;
    this.#header.length = 0;
    this.#left = high * 256 + low;
    if (type < 20 || type > 24) this.#lost = true;
    else if (type === APPLICATION_DATA) this.hasData = true;
  }
}
