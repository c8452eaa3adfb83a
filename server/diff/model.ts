import type { Chunk, Session } from '../core/transcript/model.ts';

/** One of the two transcripts: a session and where it stands. */
export interface DiffSide {
  readonly chunk: Chunk;
  readonly session: Session;
  /** 1-based, within its file. */
  readonly number: number;
  /** 1-based physical line at which the chunk begins. */
  readonly firstLine: number;
  /** Takes secrets out of text that is to be shown. */
  readonly clean: (text: string) => string;
}

/** What a difference is about. */
export type DifferenceKind =
  | 'command' // said by one client only, or another way
  | 'envelope' // sender, recipients
  | 'parameter' // what follows a command or an address
  | 'reply'
  | 'extensions' // what the server offers
  | 'content' // the message
  | 'outcome'; // what came of the session

/** What one side shows: untrusted text, control characters visible. */
export interface Excerpt {
  /** 1-based physical line. */
  readonly line: number;
  readonly text: string;
}

/** One difference by meaning. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** One sentence; "the first" and "the second" are the two transcripts. */
  readonly message: string;
  /** Null where that side has nothing of it. */
  readonly first: Excerpt | null;
  readonly second: Excerpt | null;
}

/** A session as a report names it. */
export interface NamedSession {
  readonly number: number;
  readonly name: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Two sessions compared; one is null where the other transcript has more. */
export interface SessionDiff {
  readonly first: NamedSession | null;
  readonly second: NamedSession | null;
  readonly differences: readonly Difference[];
  /** Differences that were found and are not listed. */
  readonly omitted: number;
  /** Places of replies that were not compared as they change every time. */
  readonly folded: number;
}
