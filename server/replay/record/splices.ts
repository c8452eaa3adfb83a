/** Octets to put in place of [from, to). */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly octets: Uint8Array;
}

/** [from, to) of the octets with the splices within it, which do not overlap. */
export function spliced(
  octets: Uint8Array,
  splices: readonly Splice[],
  { from, to }: { readonly from: number; readonly to: number },
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = from;
  for (const splice of [...splices].sort((one, other) => one.from - other.from)) {
    parts.push(octets.subarray(at, splice.from), splice.octets);
    at = splice.to;
  }
  return Buffer.concat([...parts, octets.subarray(at, to)]);
}
