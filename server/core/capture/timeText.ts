/** The last microsecond of the year 9999. */
const LATEST = 253_402_300_800_000_000;

/** Microseconds since 1970 as `2026-11-21 10:00:05.250123` (UTC); undefined beyond four digits. */
export function timeText(time: number): string | undefined {
  if (!(time >= 0 && time < LATEST)) return undefined;
  const micros = String(time % 1000).padStart(3, '0');
  const text = new Date(Math.floor(time / 1000)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}${micros}`;
}
