import type { Scanner } from '../octets/scanner.ts';

/** Kinds a physical line can turn out to be. */
export type LineKind =
  | 'client'
  | 'server'
  | 'connect'
  | 'tls'
  | 'close'
  | 'lost'
  | 'timeout'
  | 'boundary'
  | 'note'
  | 'directive'
  | 'blank'
  | 'unknown'
  | 'hidden-content';

/**
 * What a dialect read of one physical line. One record is reused for all lines: whoever keeps
 * something copies it. Offsets are octets in the stretch being read.
 */
export interface LineRecord {
  kind: LineKind;
  /** The physical line, line end left out. */
  from: number;
  to: number;
  /** The payload: what was on the wire, or the text of the note. */
  start: number;
  end: number;
  raw: boolean;
  marked: boolean;
  /** The connection's name where the log interleaves several, else ''. */
  connection: string;
  /** The dialect says that this line went through TLS. */
  tls: boolean;
}

/** What the reader knows when it asks for a line. */
export interface LineContext {
  /** The connection's last reply was 334 or a challenge is open: the next client line is data. */
  readonly inAuth: boolean;
  readonly inContent: boolean;
  /** Octets of a BDAT chunk are still to come. */
  readonly inChunk: boolean;
}

/**
 * How a content line is dressed: given a physical line (line end left out) the offset of its
 * payload, or -1 where the line is not content (a note between content lines).
 */
export type Clothes = (octets: Uint8Array, from: number, to: number) => number;

/** A stretch of content found by native search. */
export interface ContentBlock {
  /** After the last content line, its line end included; the terminator's line begins here. */
  readonly end: number;
  /** The terminator, or undefined where something else ended the content. */
  readonly terminator:
    { readonly from: number; readonly to: number; readonly start: number } | undefined;
  /** Offset after the terminator's line end (or `end`). */
  readonly next: number;
  readonly clothes: Clothes;
}

/** Reads one stretch of a transcript in one dialect. */
export interface DialectReader {
  readonly record: LineRecord;
  /** Reads the physical line at `at` into `record`; returns the offset after its line end. */
  readLine(at: number, context: LineContext): number;
  /** Finds the end of the content that begins at `at`; absent where lines interleave. */
  readContent?(at: number): ContentBlock;
  /** For content that comes line by line. */
  readonly clothes: Clothes;
}

/** Evidence that a text is in a dialect. */
export interface Evidence {
  /** 0 = none … 1 = certain. */
  readonly certainty: number;
  readonly why: string;
}

/** How a tool prints a session: one file a dialect. */
export interface Dialect {
  readonly id: string;
  /** For pick lists and docs. */
  readonly label: string;
  /** What the tool is and which of its options print this, for docs. */
  readonly description: string;
  /** What it never prints. */
  readonly hides: readonly ('content' | 'tls')[];
  /** Several connections may be mixed; `LineRecord.connection` tells them apart. */
  readonly interleaves: boolean;
  /** Taken as whole sessions unless they say otherwise; captures infer that they are excerpts. */
  readonly whole: boolean;
  /** Judges the first octets of a text. */
  probe(sample: string): Evidence;
  open(octets: Uint8Array, scanner: Scanner): DialectReader;
}
