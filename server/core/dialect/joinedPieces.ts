import { Places } from '../octets/places.ts';

/** Octets and where each of them stands. */
export interface PlacedOctets {
  readonly octets: Uint8Array;
  readonly places: Places;
}

/** The pieces one after the other. */
export function joinedPieces(pieces: readonly PlacedOctets[]): PlacedOctets {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(pieces.reduce((sum, { octets }) => sum + octets.length, 0));
  const places = new Places();
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece.octets, at);
    places.addPart(piece.places, 0, piece.octets.length, at);
    at += piece.octets.length;
  }
  return { octets: whole, places };
}

/** What follows the first `from` octets. */
export function pieceFrom({ octets, places }: PlacedOctets, from: number): PlacedOctets {
  if (from <= 0) return { octets, places };
  const rest = new Places();
  rest.addPart(places, from, octets.length, 0);
  return { octets: octets.subarray(from), places: rest };
}

/** Octets that stand in the source as they are, from `source` on. */
export function copiedPiece(octets: Uint8Array, source: number): PlacedOctets {
  const places = new Places();
  places.add(0, source, octets.length, 1);
  return { octets, places };
}
