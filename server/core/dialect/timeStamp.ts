const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** A time at the beginning of a line. */
export interface TimeStamp {
  /** Milliseconds since 1970 where it has a date with a year, else of the day; -1: no time. */
  readonly time: number;
  /** Characters it takes, 0 where there is none. */
  readonly length: number;
}

const NONE: TimeStamp = { time: -1, length: 0 };

/**
 * Reads the time stamps of logs: `2026-11-21T22:44:03.123456+00:00`, `2026-11-21 22:44:03`,
 * `Nov 21 22:44:03`, `22:44:03.123`. A date without an offset is taken as UTC; nothing is read of a
 * date without a year but the time of the day.
 */
export function timeStampAt(head: string, at = 0): TimeStamp {
  const text = head.slice(at, at + 48);
  const iso =
    /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/.exec(
      text,
    );
  if (iso !== null) return ofIso(iso);
  const day = /^(?:([A-Z][a-z]{2}) [ \d]\d )?(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?/.exec(text);
  if (day === null || (day[1] !== undefined && !MONTHS.includes(day[1]))) return NONE;
  const [all, , hours = '', minutes = '', seconds = '', fraction = ''] = day;
  return { time: ofDay(hours, minutes, seconds) + milliseconds(fraction), length: all.length };
}

function ofIso(match: RegExpExecArray): TimeStamp {
  const [all, year = '', month = '', date = '', h = '', m = '', s = '', fraction = '', zone = ''] =
    match;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(date));
  const time = midnight + ofDay(h, m, s) + milliseconds(fraction) - offsetOf(zone);
  return { time: Math.max(0, time), length: all.length };
}

function ofDay(hours: string, minutes: string, seconds: string): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function milliseconds(fraction: string): number {
  return fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (match === null) return 0;
  const [, sign, hours = '', minutes = ''] = match;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -offset : offset;
}
