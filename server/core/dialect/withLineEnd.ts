/** A copy of the octets with CRLF after them. */
export function withLineEnd(octets: Uint8Array): Uint8Array {
  const whole = new Uint8Array(octets.length + 2);
  whole.set(octets);
  whole.set([13, 10], octets.length);
  return whole;
}
