import type { LineKind, LineRecord } from './dialect.ts';

/** An empty record for a reader to fill. */
export function newLineRecord(): LineRecord {
  return {
    kind: 'blank',
    from: 0,
    to: 0,
    start: 0,
    end: 0,
    raw: false,
    marked: true,
    connection: '',
    tls: false,
    masked: false,
    time: -1,
  };
}

/** Sets kind and payload start; the payload ends with the line. */
export function setPayload(record: LineRecord, kind: LineKind, start: number): void {
  record.kind = kind;
  record.start = Math.min(start, record.to);
  record.end = record.to;
}

/** Do the octets at `at` spell this ASCII text? */
export function spells(octets: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (octets[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
