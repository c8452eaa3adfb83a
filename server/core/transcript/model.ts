import type { Span } from '../octets/span.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { LineCounter } from '../octets/lineEnds.ts';
import type { LineIndex } from '../octets/lineIndex.ts';
import type { Origin } from '../octets/decodedText.ts';
import type { ContentTally } from '../dialect/contentTally.ts';
import type { Clothes } from '../dialect/dialect.ts';
import type { State } from './state.ts';

/** Who said a line. */
export type Party = 'client' | 'server';

/** One wire line where the transcript shows it. All spans are octet ranges in the chunk. */
export interface WireLine {
  readonly party: Party;
  /** What was on the wire, without prefix and line end. For raw lines: the escaped text. */
  readonly span: Span;
  /** The physical line, prefix included, line end left out. */
  readonly line: Span;
  /** Written `C\: ` or `S\: `: the text has escapes and implies no CRLF. */
  readonly raw: boolean;
  /** Carries the dialect's mark of direction; false in the bare form. */
  readonly marked: boolean;
  /** Not what was on the wire: the tool put something else in place of a secret. */
  readonly masked: boolean;
  /** Milliseconds since 1970, or of the day where no date is known; -1 where nothing tells. */
  readonly time: number;
}

/** A client line that is read as a command. */
export interface Command extends WireLine {
  readonly kind: 'command';
  /** Upper-case verb, '' where the line is empty. */
  readonly verb: string;
  readonly verbSpan: Span;
  /** What follows the verb and its separating blanks, trailing blanks left out. */
  readonly argument: Span;
}

/** One line of a reply. `code` is 0 where the line does not begin with three digits. */
export interface ReplyLine extends WireLine {
  readonly code: number;
  /** The octet after the code: 32, 45 ("-"), -1 where the line ends, or a wrong one. */
  readonly separator: number;
  /** The text after code and separator. */
  readonly text: Span;
}

/** A logical reply (RFC 5321 §4.2.1): all lines up to the one that ends it. */
export interface Reply {
  readonly kind: 'reply';
  /** Code of the first line. */
  readonly code: number;
  readonly lines: readonly ReplyLine[];
  /** False where the last line still has "-". */
  readonly terminated: boolean;
  /** From the first line's start to the last line's end, physical. */
  readonly span: Span;
}

/** Message content: after 354 until the dot, or one BDAT chunk. */
export interface Content {
  readonly kind: 'content';
  readonly how: 'data' | 'bdat';
  /** Physical stretches that hold the content lines; notes may lie between. */
  readonly blocks: readonly Span[];
  /** How the dialect dresses a content line. */
  readonly clothes: Clothes;
  /** Physical extent, terminator included. */
  readonly span: Span;
  /** The line that is exactly ".", for DATA. */
  readonly terminator: WireLine | undefined;
  /** What the reader counted on its way through; undefined where it did not. */
  readonly tally: ContentTally | undefined;
  /** False where the tool does not print the content. */
  readonly shown: boolean;
  /** Sent before the 354 (data-before-354) or after a refusal of DATA. */
  readonly misplaced: 'none' | 'before-354' | 'after-refusal';
  /** Replies to the end of the content: one, in LMTP one for each accepted recipient. */
  readonly replies: readonly Reply[];
}

/** A command with what answered it. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly command: Command;
  /** Replies to the command itself; AUTH has one for each round. Empty: none came. */
  readonly replies: readonly Reply[];
  /** Client lines of an AUTH exchange after the command (RFC 4954 §4). */
  readonly responses: readonly WireLine[];
  readonly content: Content | undefined;
  /** State when the server dealt with it, all replies before it known. */
  readonly before: State;
  readonly after: State;
  /** State the client could know when it sent the command. */
  readonly known: State;
  /** Commands without a reply when this one was sent: 0 outside a pipelined group. */
  readonly unanswered: number;
  /** True where the transcript ends or a 421 closes before its reply could be shown. */
  readonly voided: boolean;
  /** True where nobody answers: a PROXY header, raw octets that the next line goes on with. */
  readonly unanswerable: boolean;
}

/** A reply nobody asked for. */
export interface StrayReply {
  readonly kind: 'stray';
  readonly reply: Reply;
  /** The reply just before, where this one looks like its continuation. */
  readonly continues: Reply | undefined;
  /** What it answers may be among lines that the transcript leaves out just before it. */
  readonly unseen: boolean;
  readonly state: State;
}

/** Something that happened beside the dialogue, shown by a note or the dialect. */
export interface SessionEvent {
  readonly kind: 'event';
  readonly event: 'connect' | 'tls' | 'close' | 'lost' | 'timeout';
  readonly line: Span;
}

/** The greeting of the server (RFC 5321 §3.1). */
export interface Greeting {
  readonly kind: 'greeting';
  readonly reply: Reply;
  /** A command was sent before it came. */
  readonly late: boolean;
}

/** A note line; `time` as in WireLine where it is one. */
export interface Note {
  readonly kind: 'note';
  readonly line: Span;
  readonly time: number | undefined;
}

/** `# @name value`. */
export interface Directive {
  readonly kind: 'directive';
  readonly name: string;
  readonly value: string;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  readonly line: Span;
}

/** A line that belongs to neither side. */
export interface UnknownLine {
  readonly kind: 'unknown';
  readonly line: Span;
}

/** What a session consists of, in the order of the transcript. */
export type Step = Greeting | Exchange | StrayReply | SessionEvent | Note | Directive | UnknownLine;

/** What became of a transaction. */
export type Outcome = 'accepted' | 'refused' | 'aborted' | 'unknown';

/** One mail transaction: MAIL that was accepted until its end (RFC 5321 §3.3). */
export interface Transaction {
  readonly kind: 'transaction';
  readonly mail: Exchange;
  readonly recipients: readonly Exchange[];
  /** The exchange whose content finished it: DATA or BDAT LAST. */
  readonly final: Exchange | undefined;
  readonly chunks: readonly Exchange[];
  readonly outcome: Outcome;
}

/** How a session ended. */
export type Ending = 'quit' | 'quit-noreply' | '421' | 'drop' | 'eof' | 'unknown';

/** What the transcript does not show of a session; no rule may judge by it. */
export interface Hidden {
  readonly content: boolean;
  readonly clientLines: boolean;
  /** The tool never prints the reply to QUIT, or neither of the two. */
  readonly goodbye: boolean;
  /** The beginning or the end lies outside the transcript. */
  readonly start: boolean;
  readonly end: boolean;
}

/** One connection, from the greeting to its end. */
export interface Session {
  readonly kind: 'session';
  readonly span: Span;
  /** What the log calls the connection, where sessions interleave. */
  readonly connection: string | undefined;
  readonly protocol: 'SMTP' | 'LMTP';
  readonly greeting: Greeting | undefined;
  readonly steps: readonly Step[];
  readonly exchanges: readonly Exchange[];
  readonly transactions: readonly Transaction[];
  readonly directives: readonly Directive[];
  readonly ending: Ending;
  readonly hidden: Hidden;
  readonly tls: boolean;
  readonly authenticated: boolean;
  /** State after the last step. */
  readonly final: State;
  /** Some lines carry a mark of direction and some do not. */
  readonly mixedMarks: boolean;
}

/** A stretch of a transcript that is read on its own: usually one session. */
export interface Chunk {
  /** What all spans point into. */
  readonly octets: Uint8Array;
  /** The octets of the file that it covers: the same, unless the dialect had to be decoded. */
  readonly source: Uint8Array;
  /** Where decoded text came from; undefined where `octets` is the file's. */
  readonly origin: Origin | undefined;
  readonly scanner: Scanner;
  readonly dialect: string;
  readonly sessions: readonly Session[];
  /** Lines outside every session. */
  readonly loose: readonly (Note | Directive | UnknownLine)[];
  /** Another session follows, and nothing stands between the two: no mark, note or empty line. */
  readonly abuts: boolean;
  /** The lines of `octets`, indexed when first asked for. */
  readonly lines: LineIndex;
  /** The physical lines of `source`. */
  readonly sourceLines: LineIndex;
  /** The same for a few places of a long chunk: it makes no table. */
  readonly lineCounter: LineCounter;
}
