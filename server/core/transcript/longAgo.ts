/** Nothing more is expected of a session that is over after this many octets of other things. */
export const SETTLED = 65_536;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Are these times so far apart that no connection was silent for as long? RFC 5321 §4.5.3.2 lets
 * neither side wait for more than ten minutes. In milliseconds, as time stamps give them: since 1970,
 * or of the day, and then at midnight they begin anew; -1 is no time. A clock that was set back a
 * little makes nothing old.
 */
export function isLongAgo(time: number, now: number): boolean {
  if (time < 0 || now < 0) return false;
  if (time >= DAY && now >= DAY) return now - time > HOUR;
  if (time >= DAY || now >= DAY) return false;
  const since = (now - time + DAY) % DAY;
  return since > HOUR && since < DAY - HOUR;
}
