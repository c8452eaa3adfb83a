import type { Datagram } from './datagram.ts';
import { u16, u32 } from './numbers.ts';

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** A TCP segment (RFC 9293 §3.1). */
export interface Segment {
  /** Address and port in 16-bit units, one character each. */
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  /** The next octet expected from the other side; undefined without the flag. */
  readonly acknowledged: number | undefined;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly reset: boolean;
  /** What was captured of the data. */
  readonly payload: Uint8Array;
  /** Octets of data on the wire. */
  readonly length: number;
}

/** Reads the TCP header of a datagram; undefined where it is cut or makes no sense. */
export function segmentOf({ source, target, payload, length }: Datagram): Segment | undefined {
  const header = ((payload[12] ?? 0) >> 4) * 4;
  if (payload.length < 20 || header < 20 || header > length) return undefined;
  const flags = payload[13] ?? 0;
  return {
    from: source + String.fromCharCode(u16(payload, 0)),
    to: target + String.fromCharCode(u16(payload, 2)),
    sequence: u32(payload, 4),
    acknowledged: (flags & ACK) === 0 ? undefined : u32(payload, 8),
    syn: (flags & SYN) !== 0,
    fin: (flags & FIN) !== 0,
    reset: (flags & RST) !== 0,
    payload: payload.subarray(Math.min(header, payload.length)),
    length: length - header,
  };
}
