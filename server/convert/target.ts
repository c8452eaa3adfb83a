import type { Chunk, Session } from '../core/transcript/model.ts';

/** A stretch of a transcript and those of its sessions that are wanted, in order. */
export interface Part {
  readonly chunk: Chunk;
  readonly sessions: readonly Session[];
}

/** What is converted. */
export interface ConvertInput {
  readonly parts: readonly Part[];
  /** The whole transcript is wanted: what stands outside its sessions as well. */
  readonly whole: boolean;
}

/** What a conversion gives. */
export interface Converted {
  /** One file, but for a target that makes a file a message. */
  readonly files: readonly Uint8Array[];
  /** What the target cannot hold of this transcript, in whole sentences. */
  readonly losses: readonly string[];
}

/** Something a transcript can be converted to. */
export interface Target {
  /** What `--to` takes. */
  readonly id: string;
  /** For pick lists. */
  readonly label: string;
  /** Of the files, without a dot. */
  readonly extension: string;
  /** The editor's name of the language. */
  readonly languageId: string;
  /** `session`: it holds one session. */
  readonly scope: 'session' | 'transcript';
  /** What it never holds, for help and documentation. */
  readonly notes: string;
  /** Never throws. With scope `session` the first session counts. */
  render(input: ConvertInput): Converted;
}

/** A session and the chunk that its spans point into. */
export interface SessionPart {
  readonly chunk: Chunk;
  readonly session: Session;
}

/** All sessions wanted, in order. */
export function sessionsOf({ parts }: ConvertInput): readonly SessionPart[] {
  return parts.flatMap(({ chunk, sessions }) => sessions.map(session => ({ chunk, session })));
}

/** What a target gives where there is no session. */
export function nothingToConvert(): Converted {
  return { files: [], losses: ['There is no session in the transcript.'] };
}
