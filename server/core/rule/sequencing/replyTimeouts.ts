/** What to wait for a reply to a command, at the least, in milliseconds (RFC 5321 §4.5.3.2). */
export const COMMAND_TIMEOUTS: ReadonlyMap<string, number> = new Map([
  ['MAIL', 300_000],
  ['RCPT', 300_000],
  ['DATA', 120_000],
]);

/** The same for the reply to the end of the data (RFC 5321 §4.5.3.2.6). */
export const END_OF_DATA_TIMEOUT = 600_000;

/** No wait up to this is too long. */
export const SHORTEST_TIMEOUT = 120_000;
