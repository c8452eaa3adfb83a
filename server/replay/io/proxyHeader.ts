import { isIPv4, isIPv6 } from 'node:net';
import type { Endpoint, ProxyHeader } from '../../protocol/replay.ts';

/** The header's octets, or one sentence that says why there are none. */
export type ProxyHeaderOctets =
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'refused'; readonly message: string };

interface Connection {
  readonly family: 4 | 6;
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** Begins every header of version 2; no octet of SMTP does. */
const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

/** Version 2 in the upper half, the command in the lower one. */
const LOCAL_COMMAND = 0x20;
const PROXY_COMMAND = 0x21;

/** Address family in the upper half, a stream in the lower one. */
const STREAM_OF = { 4: 0x11, 6: 0x21 } as const;

/**
 * The header that a proxy writes before anything else of a connection (HAProxy's PROXY protocol): a
 * line of text in version 1, octets in version 2. Where an end is missing it says that nothing is
 * known of them: `UNKNOWN`, or the command LOCAL.
 */
export function proxyHeaderOf(header: ProxyHeader): ProxyHeaderOctets {
  const { version, source, destination } = header;
  if (source === null || destination === null) {
    return made(version === 1 ? line('UNKNOWN') : binary(LOCAL_COMMAND, 0, []));
  }
  const family = familyOf(source, destination);
  if (typeof family === 'string') return { kind: 'refused', message: family };
  const connection = { family, source, destination };
  return made(version === 1 ? text(connection) : addresses(connection));
}

function made(octets: Uint8Array): ProxyHeaderOctets {
  return { kind: 'octets', octets };
}

/** The family of both ends, or what is wrong with them. */
function familyOf(source: Endpoint, destination: Endpoint): 4 | 6 | string {
  for (const { address, port } of [source, destination]) {
    if (!isAddress(address)) return `The PROXY header needs IP addresses; "${address}" is none.`;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return `The PROXY header needs ports from 0 to 65535; ${port} is none.`;
    }
  }
  const four = isIPv4(source.address);
  if (four === isIPv4(destination.address)) return four ? 4 : 6;
  return (
    'Both addresses of a PROXY header are of one family; ' +
    `${source.address} and ${destination.address} are not.`
  );
}

/** A scope (`%eth0`) means nothing to another machine. */
function isAddress(address: string): boolean {
  return isIPv4(address) || (isIPv6(address) && !address.includes('%'));
}

function text({ family, source, destination }: Connection): Uint8Array {
  const ends = `${source.address} ${destination.address} ${source.port} ${destination.port}`;
  return line(`TCP${family} ${ends}`);
}

function line(words: string): Uint8Array {
  return Buffer.from(`PROXY ${words}\r\n`, 'latin1');
}

function addresses({ family, source, destination }: Connection): Uint8Array {
  const octetsOf = family === 4 ? octetsOfV4 : octetsOfV6;
  return binary(PROXY_COMMAND, STREAM_OF[family], [
    ...octetsOf(source.address),
    ...octetsOf(destination.address),
    ...word(source.port),
    ...word(destination.port),
  ]);
}

function binary(command: number, transport: number, body: readonly number[]): Uint8Array {
  return Uint8Array.from([...SIGNATURE, command, transport, ...word(body.length), ...body]);
}

function word(value: number): readonly number[] {
  return [value >> 8, value & 0xff];
}

function octetsOfV4(address: string): readonly number[] {
  return address.split('.').map(Number);
}

/** The address is valid: `::` stands at most once, an IPv4 address only at the end. */
function octetsOfV6(address: string): readonly number[] {
  const [head = [], tail] = address.split('::').map(part => part.split(':').flatMap(groupOctets));
  if (tail === undefined) return head;
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

function groupOctets(group: string): readonly number[] {
  if (group === '') return [];
  return group.includes('.') ? octetsOfV4(group) : word(parseInt(group, 16));
}
