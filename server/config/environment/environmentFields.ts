import { isIP } from 'node:net';
import { proxyWordsOf } from '../../core/transcript/directive/proxyWords.ts';
import type { Environment } from '../../protocol/environment.ts';
import { parseFingerprint } from './parseFingerprint.ts';

/** What is said about an environment in one plain value. */
export type FieldName = Exclude<keyof Environment, 'name' | 'variables' | 'secrets'>;

/** One setting of an environment: how it is read, and how the schema states it. */
export interface EnvironmentField {
  readonly description: string;
  /** What is right, to follow `"name" is`. */
  readonly wanted: string;
  /** JSON schema of the value, without its description. */
  readonly schema: object;
  /** The value to use; undefined where it cannot be used. */
  readonly read: (value: unknown) => unknown;
}

/** A name of a variable or of a secret. */
export const NAME_PATTERN = '^[A-Za-z_][\\w.-]{0,59}$';

/** The settings of an environment, by name. */
export const ENVIRONMENT_FIELDS: Readonly<Record<FieldName, EnvironmentField>> = {
  host: text('Name or address of the server.', {
    pattern: '^[\\w.:%-]{1,255}$',
    wanted: 'a host name or an address without brackets',
  }),
  port: {
    description: 'Port of the server (default 25, or 465 where "tls" is implicit).',
    wanted: 'a number from 1 to 65535',
    schema: { type: 'integer', minimum: 1, maximum: 65_535 },
    read: value => (isPort(value) ? value : undefined),
  },
  tls: choice(
    'implicit: TLS from the first octet; starttls: where the session has it; none: not even there.',
    ['none', 'starttls', 'implicit'],
  ),
  verifyCertificate: flag('false: any certificate will do.'),
  ca: file('File with certificates (PEM) to trust too.'),
  certificate: file('File with the certificate (PEM) that the client shows.'),
  key: file('File with the key (PEM) to "certificate".'),
  serverName: text('Name for SNI and for the certificate where it is not the host.', {
    pattern: '^[\\w.-]{1,255}$',
    wanted: 'a host name',
  }),
  minTlsVersion: choice('The oldest version of TLS that is accepted.', [
    'TLSv1',
    'TLSv1.1',
    'TLSv1.2',
    'TLSv1.3',
  ]),
  fingerprint: {
    description: 'SHA-256 of the only certificate that is accepted.',
    wanted: 'a SHA-256 fingerprint: 64 hexadecimal digits, in pairs with or without colons',
    schema: { type: 'string', pattern: '^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$' },
    read: value => (typeof value === 'string' ? parseFingerprint(value) : undefined),
  },
  localAddress: {
    description: 'Address of this machine to connect from.',
    wanted: 'an address of this machine, such as 192.0.2.7',
    schema: { type: 'string', minLength: 2 },
    read: value => (typeof value === 'string' && isIP(value) > 0 ? value : undefined),
  },
  proxy: {
    description: 'PROXY header before the first octet: v1|v2 SRC:PORT DST:PORT, or v1|v2 unknown.',
    wanted: '"v1 192.0.2.1:4711 198.51.100.1:25" or "v1 unknown"; v2 the same',
    schema: { type: 'string', minLength: 2 },
    read: value => (typeof value === 'string' ? proxyWordsOf(value) : undefined),
  },
  path: file('A Unix socket instead of host and port.'),
  mx: text('Send to the MX hosts of this domain; auto: of the domain of the recipients.', {
    pattern: '^[\\w-]{1,63}(?:\\.[\\w-]{1,63}){0,40}\\.?$',
    wanted: 'a domain, or auto',
  }),
  dnsServers: {
    description: 'DNS servers to ask for the MX hosts, as ADDRESS or ADDRESS:PORT.',
    wanted: 'a list of addresses: ["192.0.2.53", "[2001:db8::53]:5353"]',
    schema: { type: 'array', minItems: 1, items: { type: 'string', minLength: 2 } },
    read: value =>
      Array.isArray(value) && value.length > 0 && value.every(isDnsServer) ? value : undefined,
  },
  production: flag('true: real mail is delivered there; it is shown in warning colours.'),
  allowPlaintextAuth: flag('true: credentials may cross the network unencrypted.'),
  user: text('Value of {{user}}.', {
    pattern: '^[^\\r\\n\\u0000]{1,1000}$',
    wanted: 'a text of one line',
  }),
  secret: text('Name of the secret that sessions get which ask for the secret "password".', {
    pattern: NAME_PATTERN,
    wanted: 'the name of a secret',
  }),
};

/** True for `ADDRESS`, `ADDRESS:PORT` and `[IPv6]:PORT`: no names, for who would look them up? */
export function isDnsServer(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (isIP(value) > 0) return true;
  const [, six = '', four = '', port = ''] =
    /^(?:\[([^\]]{2,60})\]|([\d.]{7,15}))(?::(\d{1,5}))?$/.exec(value) ?? [];
  const isAddress = six === '' ? isIP(four) === 4 : isIP(six) === 6;
  return isAddress && (port === '' || isPort(Number(port)));
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}

function text(
  description: string,
  { pattern, wanted }: { readonly pattern: string; readonly wanted: string },
): EnvironmentField {
  const expression = new RegExp(pattern);
  return {
    description,
    wanted,
    schema: { type: 'string', pattern },
    read: value => (typeof value === 'string' && expression.test(value) ? value : undefined),
  };
}

function file(description: string): EnvironmentField {
  const wanted = 'the name of a file, from the folder of this one';
  return text(description, { pattern: '^[^\\u0000]{1,1024}$', wanted });
}

function choice(description: string, words: readonly string[]): EnvironmentField {
  return {
    description,
    wanted: `one of ${words.join(', ')}`,
    schema: { enum: words },
    read: value => words.find(word => word === value),
  };
}

function flag(description: string): EnvironmentField {
  return {
    description,
    wanted: 'true or false',
    schema: { type: 'boolean' },
    read: value => (typeof value === 'boolean' ? value : undefined),
  };
}
