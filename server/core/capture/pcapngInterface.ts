import { u16, u32 } from './numbers.ts';
import type { Order } from './numbers.ts';

const END = 0;
const RESOLUTION = 9;
const OFFSET = 14;

/** What an Interface Description Block says. */
export interface CaptureInterface {
  readonly link: number;
  /** Longest packet that is kept whole; 0 for no limit. */
  readonly snapshot: number;
  /** Units of a timestamp in a second. */
  readonly units: bigint;
  /** Seconds to add to each timestamp. */
  readonly offset: bigint;
}

/** Reads an Interface Description Block; options that make no sense count as absent. */
export function interfaceOf(block: Uint8Array, order: Order): CaptureInterface {
  let units = 1_000_000n;
  let offset = 0n;
  const end = block.length - 4;
  for (let at = 16; at + 4 <= end;) {
    const code = u16(block, at, order);
    const length = u16(block, at + 2, order);
    const value = at + 4;
    if (code === END || value + length > end) break;
    if (code === RESOLUTION && length === 1) units = unitsOf(block[value] ?? 6);
    if (code === OFFSET && length === 8) offset = BigInt.asIntN(64, u64(block, value, order));
    at = value + Math.ceil(length / 4) * 4;
  }
  return { link: u16(block, 8, order), snapshot: u32(block, 12, order), units, offset };
}

/** The timestamp in microseconds since 1970; undefined where it is beyond any calendar. */
export function timeOf(source: CaptureInterface, high: number, low: number): number | undefined {
  if (source.units === 1_000_000n && source.offset === 0n && high < 0x20_0000) {
    return high * 0x1_0000_0000 + low;
  }
  const units = (BigInt(high) << 32n) | BigInt(low);
  const time = (units * 1_000_000n) / source.units + source.offset * 1_000_000n;
  const number = Number(time);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** `if_tsresol`: a negative power of 10, or of 2 where the upper bit is set. */
function unitsOf(resolution: number): bigint {
  const power = BigInt(resolution & 127);
  return resolution > 127 ? 2n ** power : 10n ** power;
}

function u64(octets: Uint8Array, at: number, order: Order): bigint {
  const [high, low] = order === 'big' ? [at, at + 4] : [at + 4, at];
  return (BigInt(u32(octets, high, order)) << 32n) | BigInt(u32(octets, low, order));
}
