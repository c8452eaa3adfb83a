import { ipv6Problem, isIpv4 } from '../../smtp/ipv6.ts';

interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What a `# @proxy` line puts before the first octet; null ends stand for `unknown`. */
export interface ProxyWords {
  readonly version: 1 | 2;
  readonly source: Endpoint | null;
  readonly destination: Endpoint | null;
}

/** Reads `v1 192.0.2.1:50000 198.51.100.2:25` or `v2 unknown`; undefined where it is wrong. */
export function proxyWordsOf(value: string): ProxyWords | undefined {
  const [form = '', first = '', second, ...more] = value.trim().split(/[ \t]+/);
  const version = form.toLowerCase() === 'v1' ? 1 : form.toLowerCase() === 'v2' ? 2 : undefined;
  if (version === undefined || more.length > 0) return undefined;
  if (second === undefined) {
    const unknown = first.toLowerCase() === 'unknown';
    return unknown ? { version, source: null, destination: null } : undefined;
  }
  const [source, destination] = [endpointOf(first), endpointOf(second)];
  if (source === undefined || destination === undefined) return undefined;
  // One header has one family of addresses.
  if (source.address.includes(':') !== destination.address.includes(':')) return undefined;
  return { version, source, destination };
}

/** `192.0.2.1:25` or `[2001:db8::1]:25`. */
function endpointOf(text: string): Endpoint | undefined {
  const match = /^(?:\[([\da-f:.]{2,45})\]|([\d.]{7,15})):(\d{1,5})$/i.exec(text);
  const [, six, four = '', digits = ''] = match ?? [];
  const port = Number(digits);
  if (match === null || port > 65_535) return undefined;
  const address = six ?? four;
  const valid = six === undefined ? isIpv4(four) : ipv6Problem(six) === undefined;
  return valid ? { address, port } : undefined;
}
