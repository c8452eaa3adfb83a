import type { ReceiverFeature } from './features.ts';

/** Somebody who has a mailbox; `password` allows AUTH as this user. */
export interface ReceiverUser {
  /** The local part of the address, compared without regard to case; at most 64 octets. */
  readonly name: string;
  readonly password?: string;
}

/** How connections are encrypted: never, on the client's STARTTLS, or from the first octet. */
export type ReceiverTls = 'none' | 'starttls' | 'implicit';

/** A message that is safely in its mailboxes. */
export interface DeliveredMessage {
  /** The reverse-path, '' for the null sender. */
  readonly from: string;
  /** One entry a recipient: the address, its mailbox and the message's id there. */
  readonly copies: readonly { readonly to: string; readonly user: string; readonly id: string }[];
  /** Size of the content as it came over the wire, dots unstuffed, without the trace lines. */
  readonly octets: number;
}

/** What `startReceiver` needs; everything but the storage folder has a default. */
export interface ReceiverOptions {
  /** Folder for the mailboxes and the certificate; made when missing. */
  readonly storage: string;
  /** Default: 127.0.0.1 and a free port. */
  readonly listen?: { readonly host?: string; readonly port?: number };
  /** The name in the greeting and the Received line. Default: localhost. */
  readonly hostname?: string;
  /** Domains that mail is accepted for; `*.example` stands for every name below `example`. */
  readonly domains?: readonly string[];
  readonly users?: readonly ReceiverUser[];
  /** Default: starttls. */
  readonly tls?: ReceiverTls;
  /** Features to switch off, as `receiverFeatureOf` reads them. */
  readonly disable?: readonly ReceiverFeature[];
  /** Largest message in octets. Default: 25 MiB. */
  readonly sizeLimit?: number;
  /** Default: 50 at a time; one more is told 421. */
  readonly maxConnections?: number;
  /** Silence after which a client is told 421, milliseconds. Default: five minutes. */
  readonly timeoutMs?: number;
  /** When AUTH is offered: only under TLS (the default), or in the clear as well. */
  readonly auth?: 'tls' | 'always';
  readonly onMessage?: (message: DeliveredMessage) => void;
  /** One line an event, control characters removed; never holds a password. */
  readonly log?: (line: string) => void;
}

/** The options with every default filled in. */
export type ReceiverSettings = Required<Omit<ReceiverOptions, 'listen'>> & {
  readonly listen: { readonly host: string; readonly port: number };
};

/** The largest local part, RFC 5321 §4.5.3.1.1. */
const maxUserOctets = 64;

/** The names reserved for documentation and tests (RFC 2606, RFC 6761). */
export const defaultReceiverDomains: readonly string[] = [
  'example.com',
  'example.net',
  'example.org',
  '*.example.com',
  '*.example.net',
  '*.example.org',
  'example',
  '*.example',
  'test',
  '*.test',
  'localhost',
];

/**
 * The mailboxes of a replay: names that examples use, among them those of RFC 5321 appendix D.
 * Only `tim` can log in, with the published credentials of RFC 4616 §4.
 */
export const defaultReceiverUsers: readonly ReceiverUser[] = [
  { name: 'alice' },
  { name: 'bob' },
  { name: 'carol' },
  { name: 'dave' },
  { name: 'smith' },
  { name: 'jones' },
  { name: 'brown' },
  { name: 'user' },
  { name: 'info' },
  { name: 'postmaster' },
  { name: 'tim', password: 'tanstaaftanstaaf' },
];

const defaults = {
  hostname: 'localhost',
  domains: defaultReceiverDomains,
  users: defaultReceiverUsers,
  tls: 'starttls',
  disable: [],
  sizeLimit: 25 * 1024 * 1024,
  maxConnections: 50,
  timeoutMs: 300_000,
  auth: 'tls',
  onMessage: () => undefined,
  log: () => undefined,
} as const satisfies Partial<ReceiverOptions>;

/** Fills in the defaults; throws a RangeError for a user name or a limit that cannot work. */
export function receiverSettingsOf(options: ReceiverOptions): ReceiverSettings {
  const listen = { host: options.listen?.host ?? '127.0.0.1', port: options.listen?.port ?? 0 };
  const settings: ReceiverSettings = { ...defaults, ...options, listen };
  for (const user of settings.users) requireUserName(user.name);
  requirePositive('sizeLimit', settings.sizeLimit);
  requirePositive('maxConnections', settings.maxConnections);
  requirePositive('timeoutMs', settings.timeoutMs);
  return settings;
}

function requireUserName(name: string): void {
  const octets = new TextEncoder().encode(name).length;
  if (octets === 0 || octets > maxUserOctets) {
    throw new RangeError(
      `a user name has 1 to ${String(maxUserOctets)} octets, not ${String(octets)}`,
    );
  }
}

function requirePositive(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value <= 0) {
    throw new RangeError(`${name} must be a positive whole number`);
  }
}
