import type { ParseArgsConfig } from 'node:util';

/** The options of a command, as `node:util` parseArgs takes them. */
export type OptionTable = NonNullable<ParseArgsConfig['options']>;

/** What a command was given. */
export interface Invocation {
  readonly operands: readonly string[];
  /** The value of an option that takes one; the last where it was repeated. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  flag(name: string): boolean;
}

/** Where a command writes and what it may ask. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Notes; nothing where the user wants quiet. */
  note(text: string): void;
  /** How far long work has come: one line that the next one replaces, only on a terminal. */
  progress(text: string): void;
  /** Resolves when the results so far are on their way, so that they do not pile up. */
  flushed(): Promise<void>;
  /** What went wrong: one message, made safe to show. */
  complain(message: string): void;
  /** Colours are wanted on standard output. */
  readonly color: boolean;
  /** Aborted by Ctrl-C, and when nobody reads the results any more. */
  readonly signal: AbortSignal;
}

/** Exit statuses, the same for all commands. */
export const EXIT = { fine: 0, findings: 1, usage: 2, failure: 3, interrupted: 130 } as const;

/** One subcommand. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  /** One line for the overview. */
  readonly summary: string;
  /** Explains the options, one line each. */
  readonly help: readonly string[];
  readonly options: OptionTable;
  /** It looks at `terminal.signal` and ends by itself; any other command is just killed. */
  readonly interruptible?: true;
  run(invocation: Invocation, terminal: Terminal): Promise<number>;
}

/** Wrong usage, an unreadable file or bad configuration: said in words, exit status 2. */
export class UsageError extends Error {}

/** Something that could not be done at run time, said in words: exit status 3. */
export class RunError extends Error {}
