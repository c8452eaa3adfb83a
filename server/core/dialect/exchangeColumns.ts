/** Which column of an Exchange protocol log is what; -1 where there is none. */
export interface ExchangeColumns {
  readonly time: number;
  readonly session: number;
  readonly sequence: number;
  readonly event: number;
  readonly data: number;
  readonly context: number;
}

/** The order that Exchange has written since 2007. */
export const USUAL_COLUMNS: ExchangeColumns = {
  time: 0,
  session: 2,
  sequence: 3,
  event: 6,
  data: 7,
  context: 8,
};

/** Reads the names after `#Fields:`; undefined where the columns of a dialogue are missing. */
export function columnsNamed(header: string): ExchangeColumns | undefined {
  const names = header.split(',').map(name => name.trim().toLowerCase());
  const columns = {
    time: names.indexOf('date-time'),
    session: names.indexOf('session-id'),
    sequence: names.indexOf('sequence-number'),
    event: names.indexOf('event'),
    data: names.indexOf('data'),
    context: names.indexOf('context'),
  };
  return columns.session >= 0 && columns.event >= 0 && columns.data >= 0 ? columns : undefined;
}

const SESSION = /^[\dA-F]{16}$/i;
const EVENT = /^[-+<>*]$/;
const SAID =
  /^(?:\d{3}(?:[ -]|$)|(?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|BDAT|QUIT|RSET|NOOP|AUTH|STARTTLS|X-[A-Z]+)\b)/i;

/**
 * Tells the columns by what stands in them, for a part of a log without its `#Fields:`; undefined
 * where they cannot be told.
 */
export function columnsSeen(rows: readonly (readonly string[])[]): ExchangeColumns | undefined {
  if (rows.length === 0) return undefined;
  const all = (column: number, pattern: RegExp): boolean =>
    rows.every(row => pattern.test(row[column] ?? ''));
  if (all(USUAL_COLUMNS.event, EVENT) && all(USUAL_COLUMNS.session, SESSION)) return USUAL_COLUMNS;
  const width = Math.max(...rows.map(row => row.length));
  const places = Array.from({ length: width }, (_, column) => column);
  const event = places.findIndex(column => all(column, EVENT));
  const session = places.findIndex(column => all(column, SESSION));
  const time = places.findIndex(column => all(column, /^\d{4}-\d\d-\d\dT/));
  const sequence = places.findIndex(column => all(column, /^\d{1,9}$/));
  const said = rows.filter(row => /^[<>]$/.test(row[event] ?? ''));
  const data = places.findIndex(
    column => column !== event && said.some(row => SAID.test(row[column] ?? '')),
  );
  if (event < 0 || session < 0 || data < 0) return undefined;
  return { time, session, sequence, event, data, context: -1 };
}
