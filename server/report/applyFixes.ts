import type { ChunkFinding } from './findingsIn.ts';
import type { OctetChange } from './octetChanges.ts';

/** Octets with fixes applied and how many were. */
export interface Fixed {
  readonly octets: Uint8Array;
  readonly applied: number;
  /** What the fixes replaced, in order, apart from each other. */
  readonly changes: readonly OctetChange[];
}

/**
 * Applies the fixes of the findings in one pass; a fix that touches another one's place waits for
 * the next pass. `which` is 'safe', or 'all' for unsafe ones as well.
 */
export function applyFixes(
  octets: Uint8Array,
  findings: readonly ChunkFinding[],
  which: 'safe' | 'all',
): Fixed {
  const changes: OctetChange[] = [];
  let applied = 0;
  let free = 0;
  for (const { finding, base } of [...findings].sort(byPlace)) {
    const { fix } = finding;
    if (fix === undefined || (which === 'safe' && !fix.safe)) continue;
    const own = fix.edits.map(({ at, text }) => ({
      start: base + at.start,
      end: base + at.end,
      octets: Buffer.from(text),
    }));
    own.sort((a, b) => a.start - b.start);
    if (own.length === 0 || !fits(own, { free, length: octets.length })) continue;
    free = Math.max(...own.map(edit => edit.end)) + 1;
    changes.push(...own);
    applied++;
  }
  return { octets: changes.length === 0 ? octets : changed(octets, changes), applied, changes };
}

/** In order, apart from each other, behind what is taken, and inside the octets. */
function fits(
  edits: readonly OctetChange[],
  room: { readonly free: number; readonly length: number },
): boolean {
  let at = room.free;
  for (const { start, end } of edits) {
    if (start < at || end < start || end > room.length) return false;
    at = end;
  }
  return true;
}

function byPlace(a: ChunkFinding, b: ChunkFinding): number {
  return firstEdit(a) - firstEdit(b);
}

function firstEdit({ finding, base }: ChunkFinding): number {
  return base + Math.min(...(finding.fix?.edits ?? []).map(edit => edit.at.start), Infinity);
}

function changed(octets: Uint8Array, changes: readonly OctetChange[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const change of changes) {
    parts.push(octets.subarray(at, change.start), change.octets);
    at = change.end;
  }
  return Buffer.concat([...parts, octets.subarray(at)]);
}
