const REPLY = /^[2-5]\d\d[ -][^\r\n]*(\r{0,4})\n/m;
const COMMAND =
  /^(?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|AUTH|QUIT|NOOP|RSET|STARTTLS)\b[^\r\n]*(\r{0,4})\n/im;

/**
 * How many CRs stand before the LF of a server's line, where the lines that were typed have fewer:
 * a terminal makes CR CR LF of CRLF and shows what is typed with CRLF. 0 where the ends are alike.
 */
export function lineEndsOf(sample: string): number {
  const server = REPLY.exec(sample)?.[1]?.length ?? 0;
  const client = COMMAND.exec(sample)?.[1]?.length ?? server;
  return server > client && client > 0 ? server : 0;
}
