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
  /** Results; resolves when more may be written. */
  out(text: string): void;
  /** Notes, progress and complaints. */
  note(text: string): void;
  /** Colours are wanted on standard output. */
  readonly color: boolean;
  readonly quiet: boolean;
  /** Aborted by Ctrl-C. */
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
  run(invocation: Invocation, terminal: Terminal): Promise<number>;
}

/** Wrong usage, an unreadable file or bad configuration: said in words, exit status 2. */
export class UsageError extends Error {}
