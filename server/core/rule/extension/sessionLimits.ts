/** The limits of LIMITS that a transcript can tell to be exceeded (RFC 9422 §4). */
export type LimitName = 'RCPTMAX' | 'MAILMAX' | 'RCPTDOMAINMAX';

/** What a server set; a limit that it did not set is not there. */
export type SessionLimits = ReadonlyMap<LimitName, number>;

const NONE: SessionLimits = new Map();
const NAMES: readonly LimitName[] = ['RCPTMAX', 'MAILMAX', 'RCPTDOMAINMAX'];

/** Longer lists are no sane ones. */
const LONGEST = 512;

/**
 * Reads what follows LIMITS in an EHLO reply (RFC 9422 §3). A list broken in its syntax counts for
 * nothing, a single limit that is malformed or unknown does neither (§3.7).
 */
export function readLimits(values: string | undefined): SessionLimits {
  if (values === undefined || values.length > LONGEST) return NONE;
  const words = values.split(' ');
  if (!words.every(word => /^[A-Za-z0-9_-]+(?:=[!-:<-~]+)?$/.test(word))) return NONE;
  const limits = new Map<LimitName, number>();
  for (const word of words) {
    const [text = '', value = ''] = word.split('=');
    const name = NAMES.find(each => each === text.toUpperCase());
    if (name !== undefined && /^[1-9]\d{0,5}$/.test(value)) limits.set(name, Number(value));
  }
  return limits;
}
