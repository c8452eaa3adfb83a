import { timeStampAt } from './timeStamp.ts';

/** A record of the loggers that nodemailer and smtp-server come with, or of pino or bunyan. */
export interface NodeLogLine {
  /** The connection's id; '' where the record belongs to none. */
  readonly connection: string;
  /** 'server', 'client', 'message' … in JSON; '' in text, where only the text tells. */
  readonly kind: string;
  readonly level: string;
  /** What the program said, in JSON; in text it begins at `at` of the line. */
  readonly message: string | undefined;
  readonly at: number;
  readonly time: number;
}

const TEXT = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([A-Z]{4,5}) {1,3}(?:\[(#?[^\s\]]{1,64})\] )?/;

/** No record of JSON is longer. */
const LONGEST_JSON = 1 << 20;

/** Reads `[2026-11-21 22:40:44] DEBUG [id] text`. */
export function textRecordOf(head: string): NodeLogLine | undefined {
  const match = TEXT.exec(head);
  if (match === null) return undefined;
  const [all, stamp = '', level = '', connection = ''] = match;
  return {
    connection,
    kind: '',
    level,
    message: undefined,
    at: all.length,
    time: timeStampAt(stamp).time,
  };
}

/** Reads a record that is one object of JSON with `tnx`, `sid` or `cid`, and `msg`. */
export function jsonRecordOf(line: string): NodeLogLine | undefined {
  if (!line.startsWith('{') || line.length > LONGEST_JSON || !line.includes('"tnx"')) {
    return undefined;
  }
  const fields = objectOf(line);
  if (fields === undefined) return undefined;
  const message = textOf(fields, 'msg') ?? textOf(fields, 'message');
  if (message === undefined) return undefined;
  const cid = textOf(fields, 'cid');
  return {
    connection: cid === undefined ? (textOf(fields, 'sid') ?? '') : `#${cid}`,
    kind: textOf(fields, 'tnx') ?? '',
    level: '',
    message,
    at: 0,
    time: timeOf(fields),
  };
}

function objectOf(line: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    return new Map(Object.entries(value));
  } catch {
    return undefined;
  }
}

function textOf(fields: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = fields.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** pino counts milliseconds, bunyan writes a date. */
function timeOf(fields: ReadonlyMap<string, unknown>): number {
  const time = fields.get('time') ?? fields.get('timestamp');
  if (typeof time === 'number') return Number.isFinite(time) && time >= 0 ? time : -1;
  return typeof time === 'string' ? timeStampAt(time).time : -1;
}
