import type { LineRecord } from '../dialect/dialect.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { Directive } from './model.ts';

/** The octets that records point into. */
interface Text {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
}

/** Reads `@name value`. */
export function directiveOf(
  { octets, scanner }: Text,
  record: Pick<LineRecord, 'from' | 'to' | 'start' | 'end'>,
): Directive {
  const text = scanner.utf8(octets, record.start, record.end);
  const nameEnd = text.search(/\s/);
  const name = nameEnd < 0 ? text : text.slice(0, nameEnd);
  const value = nameEnd < 0 ? '' : text.slice(nameEnd).trim();
  // Octets that are no UTF-8 may take more room when encoded again; a span stays in its record.
  const nameStop = Math.min(record.end, record.start + scanner.encode(name).length);
  const rest = scanner.encode(text.slice(Math.max(nameEnd, 0)).trimStart()).length;
  const valueStart = Math.max(nameStop, record.end - rest);
  return {
    kind: 'directive',
    name: name.toLowerCase(),
    value,
    nameSpan: { start: record.start, end: nameStop },
    valueSpan: { start: nameEnd < 0 ? record.end : valueStart, end: record.end },
    line: { start: record.from, end: record.to },
  };
}

/**
 * `10:00:05` or `10:00:05.250` in milliseconds of the day, with a date before it in milliseconds
 * since 1970; a zone is not read: all times of a file are taken as of one.
 */
export function timeOf({ octets, scanner }: Text, record: LineRecord): number | undefined {
  if (record.end - record.start < 8 || record.end - record.start > 40) return undefined;
  const text = scanner.latin1(octets, record.start, record.end);
  const match = /^(\d{4}-\d\d-\d\d[T ])?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?/.exec(text);
  if (match === null) return undefined;
  const [, date, hours = '', minutes = '', seconds = '', fraction = ''] = match;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const midnight = date === undefined ? 0 : Date.parse(date.slice(0, 10));
  const time = whole * 1000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  return Number.isNaN(midnight) ? time : Math.max(0, midnight) + time;
}
