import { ENVIRONMENT_FIELDS, isDnsServer } from '../../config/environment/environmentFields.ts';
import type { FieldName } from '../../config/environment/environmentFields.ts';
import type { ConnectionSettings } from '../../config/environment/connectionOf.ts';
import { UsageError } from '../command.ts';
import type { Invocation } from '../command.ts';

/** What the command line says of how to connect, on top of what an environment says. */
export interface ConnectionFlags {
  readonly settings: ConnectionSettings;
  readonly family: 4 | 6 | undefined;
  /** The options that were given: they need a server to go with. */
  readonly given: readonly string[];
}

const FIELD_OF: readonly (readonly [option: string, field: FieldName])[] = [
  ['tls', 'tls'],
  ['ca', 'ca'],
  ['cert', 'certificate'],
  ['key', 'key'],
  ['min-tls', 'minTlsVersion'],
  ['server-name', 'serverName'],
  ['fingerprint', 'fingerprint'],
  ['local-address', 'localAddress'],
  ['proxy', 'proxy'],
];

/** Reads them. Throws a UsageError for a value that cannot be used. */
export function connectionFlagsOf(invocation: Invocation): ConnectionFlags {
  const settings: Record<string, unknown> = {};
  const given: string[] = [];
  for (const [option, field] of FIELD_OF) {
    const text = invocation.value(option);
    if (text === undefined) continue;
    given.push(option);
    settings[field] = read(option, field, text);
  }
  const flags = { insecure: { verifyCertificate: false }, 'insist-plaintext-auth': PLAINTEXT };
  for (const [flag, said] of Object.entries(flags)) {
    if (!invocation.flag(flag)) continue;
    given.push(flag);
    Object.assign(settings, said);
  }
  const family = familyOf(invocation);
  if (family !== undefined) given.push(`ipv${family}`);
  const dnsServers = dnsServersOf(invocation);
  return {
    settings: { ...(settings as ConnectionSettings), ...(dnsServers && { dnsServers }) },
    family,
    given,
  };
}

const PLAINTEXT = { allowPlaintextAuth: true };

function read(option: string, field: FieldName, text: string): unknown {
  const { read: reader, wanted } = ENVIRONMENT_FIELDS[field];
  const value = reader(spelled(option, text));
  if (value !== undefined) return value;
  const words = field === 'minTlsVersion' ? '1, 1.1, 1.2 or 1.3' : WORDS[option];
  throw new UsageError(`--${option} takes ${words ?? wanted}, not "${text}"`);
}

const WORDS: Readonly<Record<string, string>> = {
  tls: 'starttls, implicit or none',
  proxy: 'v1 or v2, or v1:192.0.2.1:4711,198.51.100.1:25',
};

/** As the environment file spells it. */
function spelled(option: string, text: string): string {
  if (option === 'proxy') {
    return text.replace(/^(v[12])$/i, '$1 unknown').replace(/^(v[12]):([^,]*),/i, '$1 $2 ');
  }
  if (option !== 'min-tls') return text;
  const [, number = ''] = /^(?:TLS)?v?(1(?:\.[0-3])?)$/i.exec(text) ?? [];
  return `TLSv${number === '1.0' ? '1' : number}`;
}

function familyOf(invocation: Invocation): 4 | 6 | undefined {
  const [four, six] = [invocation.flag('ipv4'), invocation.flag('ipv6')];
  if (four && six) throw new UsageError('--ipv4 and --ipv6 leave no address');
  return four ? 4 : six ? 6 : undefined;
}

function dnsServersOf(invocation: Invocation): readonly string[] | undefined {
  const servers = invocation.values('dns').flatMap(text => text.split(','));
  const wrong = servers.find(server => !isDnsServer(server));
  if (wrong !== undefined) {
    throw new UsageError(`--dns takes an address such as 192.0.2.53, not "${wrong}"`);
  }
  return servers.length === 0 ? undefined : servers;
}
