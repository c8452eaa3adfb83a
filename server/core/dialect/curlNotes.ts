import type { LineKind } from './dialect.ts';

const KINDS: readonly (readonly [RegExp, LineKind])[] = [
  // A try may fail, so that only the connection itself begins a session.
  [/^ {0,3}Trying |^About to connect\(\) to /, 'boundary'],
  [/^(?:Connected to|Established connection to) /, 'connect'],
  [/^SSL connection using /, 'tls'],
  [/^(?:Recv|Send) failure: |^Connection died\b|^response reading failed\b/, 'lost'],
  [/^OpenSSL SSL_(?:read|write): .{0,80}(?:errno|reset|EOF)/, 'lost'],
  [/^(?:Operation|Connection|SSL connection|Resolving) timed? ?out\b/, 'timeout'],
  [/^(?:Closing|closing|shutting down) connection\b/, 'close'],
];

/** What a note of curl (the text after `* ` or `== Info: `) says of the connection. */
export function curlNoteKind(note: string): LineKind {
  return KINDS.find(([pattern]) => pattern.test(note))?.[1] ?? 'note';
}

/** The first payload of a connection tells what is spoken on it. */
export type CurlProtocol = 'smtp' | 'other' | 'tunnel';

/** curl prints HTTP, IMAP, POP3 and FTP in the same clothes as SMTP; `CONNECT` opens a tunnel. */
export function curlProtocolOf(client: string, server: string): CurlProtocol {
  if (/^CONNECT \S{1,300} HTTP\/\d/.test(client)) return 'tunnel';
  if (/^(?:\* (?:OK|PREAUTH|BYE)|\+OK|-ERR|HTTP\/\d)/.test(server)) return 'other';
  if (/^(?:USER|PASS|CAPA|APOP|EPSV|PASV|[A-Z]{0,2}\d{3,4} [A-Z]+)\b/.test(client)) return 'other';
  return 'smtp';
}
