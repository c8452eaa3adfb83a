import type { DecodedText } from '../octets/decodedText.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { ContentTally } from './contentTally.ts';

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
  /** Stands in place of message content that is not printed. */
  | 'hidden-content'
  /** Part of the dialogue is not printed here. */
  | 'gap'
  /** Says that authentication succeeded, where the exchange itself is not printed. */
  | 'authenticated';

/**
 * What a dialect read of one physical line. One record is reused for all lines: whoever keeps
 * something copies it. Offsets are octets in the stretch being read, or in what it was decoded to.
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
  /** The payload is not what was on the wire: the tool put something else in place of a secret. */
  masked: boolean;
  /** Milliseconds since 1970, or of the day where the log gives no date; -1 where it gives none. */
  time: number;
}

/** What the reader knows when it asks for a line. */
export interface LineContext {
  /** The connection's last reply was 334 or a challenge is open: the next client line is data. */
  readonly inAuth: boolean;
  readonly inContent: boolean;
  /** Octets of a BDAT chunk are still to come. */
  readonly inChunk: boolean;
  /** What is known of one connection, where several are mixed. */
  of(connection: string): LineContext;
}

/**
 * How a content line is dressed: given a physical line (line end left out) the offset of its
 * payload, or -1 where the line is not content (a note between content lines).
 */
export type Clothes = (octets: Uint8Array, from: number, to: number) => number;

/** A `# @name value` line: where it stands, and where its name begins. */
export interface DirectiveLine {
  readonly from: number;
  readonly to: number;
  readonly start: number;
}

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
  /** What the reader counted on its way; undefined where it did not, or where lines are raw. */
  readonly tally?: ContentTally | undefined;
  /** Directives between its lines. */
  readonly directives?: readonly DirectiveLine[] | undefined;
}

/** Reads one stretch of a transcript in one dialect. */
export interface DialectReader {
  readonly record: LineRecord;
  /** Where the tool escapes or wraps what was on the wire: the text that records point into. */
  readonly decoded?: DecodedText;
  /**
   * Reads the physical line at `at` into `record`; returns the offset after its line end, or `at`
   * itself while the line holds more records.
   */
  readLine(at: number, context: LineContext): number;
  /** Finds the end of the content that begins at `at`; absent where lines interleave. */
  readContent?(at: number): ContentBlock;
  /** For content that comes line by line; undefined where only the record of a line tells. */
  readonly clothes: Clothes | undefined;
}

/** Evidence that a text is in a dialect. */
export interface Evidence {
  /** 0 = none … 1 = certain. */
  readonly certainty: number;
  readonly why: string;
}

/**
 * What a tool may leave out: message content, the TLS handshake, QUIT and 221, only the 221, or what
 * the client answers to the challenges of AUTH.
 * `reply-lines`: of a reply only the last line is printed.
 */
export type HiddenPart = 'content' | 'tls' | 'quit' | 'quit-reply' | 'auth' | 'reply-lines';

/** How a tool prints a session: one file a dialect. */
export interface Dialect {
  readonly id: string;
  /** Names of its variants, which may be asked for as well. */
  readonly aliases?: readonly string[];
  /** For pick lists and docs. */
  readonly label: string;
  /** What the tool is and which of its options print this, for docs. */
  readonly description: string;
  /** What it never prints. */
  readonly hides: readonly HiddenPart[];
  /** What it never prints of one connection, where that depends on the connection. */
  hidesOf?(connection: string): readonly HiddenPart[];
  /** Several connections may be mixed; `LineRecord.connection` tells them apart. */
  readonly interleaves: boolean;
  /** Taken as whole sessions unless they say otherwise; captures infer that they are excerpts. */
  readonly whole: boolean;
  /** Judges the first octets of a text. */
  probe(sample: string): Evidence;
  open(octets: Uint8Array, scanner: Scanner): DialectReader;
}
