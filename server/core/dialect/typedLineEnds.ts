const REPLY = /^[2-5]\d\d[ -][^\r\n]*(\r{0,4})\n/m;
const COMMAND =
  /^(?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|AUTH|QUIT|NOOP|RSET|STARTTLS)\b[^\r\n]*(\r{0,4})\n/im;

/** An empty line after lines of a reply, though they belong together, and none after a command. */
const DOUBLED = /^250-[^\r\n]*\r?\n\r?\n250[ -]/m;
const SINGLE = /^(?:EHLO|HELO|LHLO|MAIL|RCPT)\b[^\r\n]*\r?\n[^\r\n]/im;

/** How the lines of both sides end. */
export interface LineEnds {
  /**
   * How many CRs stand before the LF of a server's line, where the lines that were typed have fewer:
   * a terminal makes CR CR LF of CRLF and shows what is typed with CRLF. 0 where the ends are alike.
   */
  readonly serverCrs: number;
  /** An editor took each CR for a line end: an empty line follows every line of the server. */
  readonly doubled: boolean;
  /** Both sides were seen: a longer sample would say the same. */
  readonly settled: boolean;
}

/** Looks for the first line of each side. */
export function lineEndsOf(sample: string): LineEnds {
  const reply = REPLY.exec(sample)?.[1]?.length;
  const command = COMMAND.exec(sample)?.[1]?.length;
  const server = reply ?? 0;
  const client = command ?? server;
  return {
    serverCrs: server > client && client > 0 ? server : 0,
    doubled: DOUBLED.test(sample) && SINGLE.test(sample),
    settled: reply !== undefined && command !== undefined,
  };
}
