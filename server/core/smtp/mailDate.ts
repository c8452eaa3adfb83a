import { withoutComments } from './mailComments.ts';

/** What is wrong with the value of a Date field. */
export interface MailDateProblem {
  /** `obsolete`: every reader understands it, but nobody may write it any more (RFC 5322 §4.3). */
  readonly kind: 'invalid' | 'obsolete';
  /** A clause without full stop. */
  readonly reason: string;
  /** Characters of the value. */
  readonly start: number;
  readonly end: number;
  /** The same moment as it should be written, where that is certain. */
  readonly rewritten: string | undefined;
}

const DAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS: readonly string[] = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
];
const DAYS_OF_MONTH: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Zones by name (RFC 5322 §4.3); the military letters but Z say nothing for certain. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ['UT', '+0000'],
  ['UTC', '+0000'],
  ['GMT', '+0000'],
  ['Z', '+0000'],
  ['EDT', '-0400'],
  ['EST', '-0500'],
  ['CDT', '-0500'],
  ['CST', '-0600'],
  ['MDT', '-0600'],
  ['MST', '-0700'],
  ['PDT', '-0700'],
  ['PST', '-0800'],
]);

/** No date needs so many; blanks without end may not make the search slow. */
const LONGEST = 200;

const DATE =
  /^\s*(?:([A-Za-z]+)\s*(,?)\s*)?(\d{1,2})\s+([A-Za-z]+)\s+(\d{1,9})\s+(\d{1,2})\s*:\s*(\d\d)(?:\s*:\s*(\d\d))?(?:\s*([-+]\S*)|\s+(\S+))?\s*$/d;

/** The groups of the expression. */
const GROUP = {
  weekday: 1,
  comma: 2,
  day: 3,
  month: 4,
  year: 5,
  hour: 6,
  minute: 7,
  second: 8,
  offset: 9,
  name: 10,
} as const;

type Group = keyof typeof GROUP;

/** A date taken apart; what is out of range is kept as it is. */
interface Parts {
  readonly match: RegExpExecArray;
  readonly day: number;
  /** 0 to 11, -1 where it is none. */
  readonly month: number;
  /** Two and three digits as RFC 5322 §4.3 reads them. */
  readonly year: number;
}

/**
 * What is wrong with a date-time (RFC 5322 §3.3, no obsolete form), the worst first; undefined
 * where nothing is. Comments are allowed.
 */
export function mailDateProblem(value: string): MailDateProblem | undefined {
  const match = value.length > LONGEST ? null : DATE.exec(withoutComments(value).text);
  if (match === null) return notADate(value);
  const parts = partsOf(match);
  return rangeProblem(parts) ?? yearProblem(parts) ?? weekdayProblem(parts) ?? zoneProblem(parts);
}

function notADate(value: string): MailDateProblem {
  const start = value.length - value.trimStart().length;
  const end = Math.max(start, value.trimEnd().length);
  const reason = start === end ? 'it is empty' : 'it is not like "21 Nov 2026 10:00:00 +0000"';
  return { kind: 'invalid', reason, start, end, rewritten: undefined };
}

function partsOf(match: RegExpExecArray): Parts {
  const digits = text(match, 'year');
  const month = MONTHS.indexOf(capitalized(text(match, 'month')));
  return { match, day: Number(text(match, 'day')), month, year: yearOf(digits) };
}

function text(match: RegExpExecArray, group: Group): string {
  return match[GROUP[group]] ?? '';
}

function capitalized(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`;
}

function yearOf(digits: string): number {
  const year = Number(digits);
  if (digits.length === 3) return 1900 + year;
  if (digits.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function problem(
  { match }: Parts,
  group: Group,
  reason: string,
  rewritten?: string,
): MailDateProblem {
  const [start = 0, end = 0] = match.indices?.[GROUP[group]] ?? [];
  return { kind: 'invalid', reason, start, end, rewritten };
}

function rangeProblem(parts: Parts): MailDateProblem | undefined {
  const { match, day, month, year } = parts;
  if (month < 0) return problem(parts, 'month', `"${text(match, 'month')}" is no month`);
  if (day < 1 || day > daysOf(month, year)) {
    return problem(
      parts,
      'day',
      `${MONTHS[month] ?? ''} ${String(year)} has no day ${String(day)}`,
    );
  }
  if (Number(text(match, 'hour')) > 23) return problem(parts, 'hour', 'the hour is over 23');
  if (Number(text(match, 'minute')) > 59) return problem(parts, 'minute', 'the minute is over 59');
  if (Number(text(match, 'second')) > 60) return problem(parts, 'second', 'the second is over 60');
  return undefined;
}

function daysOf(month: number, year: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 1 && leap ? 29 : (DAYS_OF_MONTH[month] ?? 0);
}

function yearProblem(parts: Parts): MailDateProblem | undefined {
  const digits = text(parts.match, 'year');
  if (digits.length < 4) {
    return problem(parts, 'year', `the year "${digits}" needs four digits`, rewrittenOf(parts));
  }
  if (parts.year < 1900) return problem(parts, 'year', 'no mail is older than 1900');
  return digits.length > 4 ? problem(parts, 'year', 'the year has too many digits') : undefined;
}

function weekdayProblem(parts: Parts): MailDateProblem | undefined {
  const { match } = parts;
  const written = text(match, 'weekday');
  if (written === '') return undefined;
  const rewritten = rewrittenOf(parts);
  const said = DAYS.indexOf(capitalized(written));
  if (said < 0) return problem(parts, 'weekday', `"${written}" is no weekday`, rewritten);
  if (text(match, 'comma') === '') {
    return problem(parts, 'weekday', 'the comma after the weekday is missing', rewritten);
  }
  const right = weekdayOf(parts.year, parts.month, parts.day);
  if (said === right) return undefined;
  return problem(parts, 'weekday', `that day is a ${DAYS[right] ?? ''}`, rewritten);
}

function zoneProblem(parts: Parts): MailDateProblem | undefined {
  const { match } = parts;
  const offset = text(match, 'offset');
  if (isOffset(offset)) return undefined;
  if (offset !== '') return problem(parts, 'offset', `"${offset}" is no zone like +0100`);
  const name = text(match, 'name');
  if (name === '')
    return problem(parts, match[GROUP.second] ? 'second' : 'minute', 'it has no zone');
  const known = ZONES.get(name.toUpperCase());
  const military = /^[A-IK-Y]$/i.test(name);
  if (known === undefined && !military) return problem(parts, 'name', `"${name}" is no zone`);
  const reason = known === undefined ? 'a letter for a zone' : `write ${known} for ${name}`;
  return { ...problem(parts, 'name', reason, rewrittenOf(parts)), kind: 'obsolete' };
}

function isOffset(zone: string): boolean {
  return /^[-+]\d\d[0-5]\d$/.test(zone);
}

/** In the form of RFC 5322 §3.3; undefined where the zone is not certain. */
function rewrittenOf({ match, day, month, year }: Parts): string | undefined {
  const offset = text(match, 'offset');
  const zone = isOffset(offset) ? offset : ZONES.get(text(match, 'name').toUpperCase());
  if (zone === undefined || (offset !== '' && zone !== offset)) return undefined;
  const weekday = DAYS[weekdayOf(year, month, day)] ?? '';
  const time = [text(match, 'hour').padStart(2, '0'), text(match, 'minute')];
  const seconds = text(match, 'second') || '00';
  return `${weekday}, ${String(day)} ${MONTHS[month] ?? ''} ${String(year)} ${time.join(':')}:${seconds} ${zone}`;
}

/** 0 is Sunday, in the Gregorian calendar; `month` 0 to 11. */
export function weekdayOf(year: number, month: number, day: number): number {
  const shifted = month < 2 ? year - 1 : year;
  const leaps = Math.trunc(shifted / 4) - Math.trunc(shifted / 100) + Math.trunc(shifted / 400);
  return (shifted + leaps + (MONTH_SHIFTS[month] ?? 0) + day) % 7;
}

const MONTH_SHIFTS: readonly number[] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
