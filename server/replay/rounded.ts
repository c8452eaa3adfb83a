/** Milliseconds to the microsecond, as all events tell times. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
