/** A time as a Date field has it, in UTC (RFC 5322 §3.3): `Sat, 21 Nov 2026 10:00:00 +0000`. */
export function dateFieldOf(time: Date): string {
  return time.toUTCString().replace('GMT', '+0000');
}
