/** A server named by hand or in the settings. */
export interface ServerAddress {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
}

const SMTP_PORT = 25;
const FORM = 'Write host:port, such as mail.example.org:25, 192.0.2.1:587 or [2001:db8::1]:25.';

/**
 * Reads `host`, `host:port` or `[IPv6]:port`; the port is 25 where none is given. A string is why it
 * is none, for the person who typed it.
 */
export function parseTarget(text: string): ServerAddress | string {
  const trimmed = text.trim();
  if (trimmed === '') return FORM;
  const bracketed = /^\[([^\][]{2,60})\](?::(.*))?$/.exec(trimmed);
  if (bracketed) return withPort(ipv6Of(bracketed[1] ?? ''), bracketed[2]);
  const colon = trimmed.indexOf(':');
  if (colon !== trimmed.lastIndexOf(':')) {
    return 'An IPv6 address needs brackets: [2001:db8::1]:25.';
  }
  const host = colon < 0 ? trimmed : trimmed.slice(0, colon);
  const valid = isHostName(host) ? { host } : `"${shortened(host)}" is no host name. ${FORM}`;
  return withPort(valid, colon < 0 ? undefined : trimmed.slice(colon + 1));
}

/** `host:port` as `parseTarget` reads it. */
export function targetText({ host, port }: ServerAddress): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;
}

function withPort(
  host: { readonly host: string } | string,
  text: string | undefined,
): ServerAddress | string {
  if (typeof host === 'string') return host;
  if (text === undefined) return { ...host, port: SMTP_PORT };
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    return `"${shortened(text)}" is no port: it is a number from 1 to 65535.`;
  }
  return { ...host, port };
}

function ipv6Of(text: string): { readonly host: string } | string {
  // The connection itself refuses what is no address; this keeps out what is no attempt at one.
  const isAddress = text.includes(':') && /^[0-9a-f:.]+(?:%[\w.-]{1,32})?$/i.test(text);
  return isAddress ? { host: text } : `"${shortened(text)}" is no IPv6 address.`;
}

function isHostName(text: string): boolean {
  if (text.length > 253) return false;
  return text
    .replace(/\.$/, '')
    .split('.')
    .every(label => /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}_])?$/u.test(label));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
