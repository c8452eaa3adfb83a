/** An octet range within its chunk, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span; zero-length spans are legal and mark a place. */
export function spanOf(start: number, end: number): Span {
  return { start, end };
}
