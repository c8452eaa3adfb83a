/** What a server means by the alerts it sends (RFC 8446 §6), and what to do; by their names there. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  [
    'handshake_failure',
    'it shares no cipher with this client, or it wants a client certificate. See its log',
  ],
  ['certificate_required', 'it wants a client certificate. Give one, with its key'],
  ['bad_certificate', 'it does not take the client certificate. Give another one, or none'],
  ['unsupported_certificate', 'it does not take this kind of client certificate'],
  ['certificate_revoked', 'the client certificate was revoked'],
  ['certificate_expired', 'the client certificate has expired, or its clock is wrong'],
  ['certificate_unknown', 'it does not take the client certificate. See its log'],
  [
    'unknown_ca',
    'it does not know who issued the client certificate. Send the chain with it, or have the ' +
      'authority added on the server',
  ],
  ['access_denied', 'the client certificate is valid but may not be used here'],
  ['protocol_version', 'it shares no TLS version with this client'],
  ['insufficient_security', 'it asks for stronger ciphers than this client offers'],
  ['unrecognized_name', 'it has no certificate for that name. Ask for a name it serves'],
  ['no_application_protocol', 'it shares no application protocol with this client'],
  ['internal_error', 'something went wrong on the server. See its log'],
  ['unexpected_message', 'it did not expect what this client sent. See its log'],
] satisfies [string, string][]);

/** OpenSSL's names of alerts that the other side sent; BoringSSL's are of the same form. */
const ALERT = /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13|SSL\/TLS)_(?:ALERT_)?([A-Z0-9_]+)$/;

/** The alert in an error code of Node, by its name in RFC 8446; null where it is none. */
export function alertOf(code: string): string | null {
  return ALERT.exec(code)?.[1]?.toLowerCase() ?? null;
}

/** What a server said with an alert, as the end of a sentence. */
export function alertTextOf(alert: string): string {
  const meaning = MEANINGS.get(alert) ?? 'its log may say why';
  return `the server broke it off with the alert ${alert}: ${meaning}`;
}
