import { weekdayOf } from '../../smtp/mailDate.ts';
import { OCTET, isAlpha, isDigit, isLetDig } from '../../smtp/octet.ts';
import { plainHostEnd, plainLocalPartEnd } from './plainName.ts';

/*
 * Looks at field values that nobody could object to, octet by octet and without an object: they are
 * asked of each message. Where one says no, the full parser has to tell.
 */

const WEEKDAYS = keysOf('SunMonTueWedThuFriSat');
const MONTHS = keysOf('JanFebMarAprMayJunJulAugSepOctNovDec');
const SHORTEST_MONTH = 28;

/** Three letters each as one number. */
function keysOf(names: string): readonly number[] {
  const keys: number[] = [];
  for (let at = 0; at < names.length; at += 3) {
    const [x, y, z] = [names.charCodeAt(at), names.charCodeAt(at + 1), names.charCodeAt(at + 2)];
    keys.push((x << 16) | (y << 8) | z);
  }
  return keys;
}

function keyAt(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
}

/** The number of `digits` digits at a place, -1 where one is none. */
function numberAt(octets: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index++) {
    const octet = octets[index] ?? 0;
    if (!isDigit(octet)) return -1;
    value = value * 10 + octet - 0x30;
  }
  return value;
}

/** ` Sat, 21 Nov 2026 10:00:00 +0000`, a day that there is in every month or whose month is long. */
export function isPlainDate(octets: Uint8Array, start: number, end: number): boolean {
  if (octets[start] !== OCTET.space) return false;
  const weekday = WEEKDAYS.indexOf(keyAt(octets, start + 1));
  if (weekday < 0 || octets[start + 4] !== OCTET.comma || octets[start + 5] !== OCTET.space) {
    return false;
  }
  const digits = octets[start + 7] === OCTET.space ? 1 : 2;
  const day = numberAt(octets, start + 6, digits);
  const at = start + 6 + digits;
  if (end - at !== TIME_LENGTH || !isTimeAt(octets, at + 9)) return false;
  if (octets[at] !== OCTET.space || octets[at + 4] !== OCTET.space) return false;
  const month = MONTHS.indexOf(keyAt(octets, at + 1));
  const year = numberAt(octets, at + 5, 4);
  if (month < 0 || year < 1900 || day < 1) return false;
  if (day > SHORTEST_MONTH && !(day <= 30 && month !== 1) && !(day === 31 && LONG.has(month))) {
    return false;
  }
  return weekdayOf(year, month, day) === weekday;
}

/** ` Nov 2026 10:00:00 +0000` */
const TIME_LENGTH = 24;
const LONG: ReadonlySet<number> = new Set([0, 2, 4, 6, 7, 9, 11]);

/** ` 10:00:00 +0000` */
function isTimeAt(octets: Uint8Array, at: number): boolean {
  const hour = numberAt(octets, at + 1, 2);
  const minute = numberAt(octets, at + 4, 2);
  const second = numberAt(octets, at + 7, 2);
  const sign = octets[at + 10];
  const zone = numberAt(octets, at + 11, 4);
  return (
    octets[at] === OCTET.space &&
    octets[at + 3] === OCTET.colon &&
    octets[at + 6] === OCTET.colon &&
    octets[at + 9] === OCTET.space &&
    (sign === OCTET.plus || sign === OCTET.hyphen) &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60 &&
    zone >= 0 &&
    zone % 100 < 60
  );
}

/** Where an address stands, and where its host begins. */
export interface PlainAddress {
  readonly start: number;
  readonly host: number;
  readonly end: number;
}

/** ` name@host.example` or ` Words of letters <name@host.example>`. */
export function isPlainAddress(
  octets: Uint8Array,
  start: number,
  end: number,
): PlainAddress | undefined {
  if (octets[start] !== OCTET.space) return undefined;
  const bracketed = octets[end - 1] === OCTET.greater;
  const from = bracketed ? afterName(octets, start + 1, end) : start + 1;
  if (from < 0) return undefined;
  const to = bracketed ? end - 1 : end;
  const local = plainLocalPartEnd(octets, from, to);
  if (local < 0 || octets[local] !== OCTET.at) return undefined;
  return plainHostEnd(octets, local + 1, to) === to
    ? { start: from, host: local + 1, end: to }
    : undefined;
}

/** After the `<` that follows words of letters and digits, or -1. */
function afterName(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (isLetDig(octets[at] ?? 0) || octets[at] === OCTET.space)) at++;
  return octets[at] === OCTET.less ? at + 1 : -1;
}

/** ` <letters.and-digits@host>`, the host of one label or more. */
export function isPlainId(octets: Uint8Array, start: number, end: number): boolean {
  if (octets[start] !== OCTET.space || octets[start + 1] !== OCTET.less) return false;
  if (octets[end - 1] !== OCTET.greater) return false;
  const at = idWordEnd(octets, start + 2, end - 1);
  return at > 0 && octets[at] === OCTET.at && idWordEnd(octets, at + 1, end - 1) === end - 1;
}

/** The end of letters, digits, `-`, `_`, `+`, `=`, `$` and single dots between them, or -1. */
function idWordEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  let before: number = OCTET.dot;
  for (; at < end; at++) {
    const octet = octets[at] ?? 0;
    if (octet === OCTET.dot ? before === OCTET.dot : !isIdOctet(octet)) break;
    before = octet;
  }
  return before === OCTET.dot ? -1 : at;
}

const DOLLAR = 0x24;

function isIdOctet(octet: number): boolean {
  if (isAlpha(octet) || isDigit(octet) || octet === OCTET.hyphen || octet === DOLLAR) return true;
  return octet === OCTET.underscore || octet === OCTET.plus || octet === OCTET.equals;
}
