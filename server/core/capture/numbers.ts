/** Which octet of a number comes first. */
export type Order = 'big' | 'little';

/** The unsigned 16-bit number at `at`; octets that are not there count as 0. */
export function u16(octets: Uint8Array, at: number, order: Order = 'big'): number {
  const first = octets[at] ?? 0;
  const second = octets[at + 1] ?? 0;
  return order === 'big' ? (first << 8) | second : (second << 8) | first;
}

/** The unsigned 32-bit number at `at`; octets that are not there count as 0. */
export function u32(octets: Uint8Array, at: number, order: Order = 'big'): number {
  const high = u16(octets, order === 'big' ? at : at + 2, order);
  const low = u16(octets, order === 'big' ? at + 2 : at, order);
  return high * 0x10000 + low;
}
