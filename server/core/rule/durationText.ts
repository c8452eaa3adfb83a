/** Milliseconds in words: "250 ms", "4 s", "2 min", "3 h". */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${String(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 120) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${String(minutes)} min` : `${String(Math.round(minutes / 60))} h`;
}
