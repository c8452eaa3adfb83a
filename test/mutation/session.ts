import type { Line } from './line.ts';

/** What holds when a command is answered. */
export interface Standing {
  readonly hello: '' | 'EHLO' | 'HELO' | 'LHLO';
  /** What the last hello offered: keyword to its words. */
  readonly offers: ReadonlyMap<string, string>;
  readonly tls: boolean;
  readonly authenticated: boolean;
  /** The MAIL of the open transaction. */
  readonly mail: Exchange | undefined;
  /** Recipients that were accepted in it. */
  readonly accepted: readonly Exchange[];
  /** Recipients in it, refused ones included. */
  readonly tried: number;
  /** BDAT chunks in it. */
  readonly chunks: number;
}

/** A command with what belongs to it. */
export interface Exchange {
  readonly command: Line;
  readonly verb: string;
  readonly argument: string;
  /** Replies to the command; AUTH has one a round. */
  readonly replies: Line[][];
  readonly responses: Line[];
  /** Its content, the dot left out. */
  readonly content: Line[];
  dot: Line | undefined;
  /** Replies to the end of the content. */
  readonly finals: Line[][];
  before: Standing;
  after: Standing;
  /** It was sent when nothing waited for a reply, and answered before anything else was sent. */
  alone: boolean;
  /** It was sent while something before it waited for a reply. */
  readonly late: boolean;
}

/** A clean session, taken apart. */
export interface Session {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly greeting: readonly Line[];
  readonly exchanges: readonly Exchange[];
  readonly protocol: 'SMTP' | 'LMTP';
  /** The same lines without marks cannot be told apart; some mutators need a dialect's own marks. */
  readonly dialect: string;
}

/** Code of a reply by its last line; 0 where there is none. */
export function codeOf(reply: readonly Line[] | undefined): number {
  return Number(reply?.at(-1)?.text.slice(0, 3) ?? 0);
}

/** The code that decided what became of the command. */
export function verdictOf(exchange: Exchange): number {
  return codeOf(exchange.replies.at(-1));
}

/** It was answered with 2yz. */
export function isAccepted(exchange: Exchange): boolean {
  return Math.floor(verdictOf(exchange) / 100) === 2;
}

/** All lines of the exchange, in order of kind rather than of the text. */
export function lastLineOf(exchange: Exchange): Line {
  return exchange.finals.at(-1)?.at(-1) ?? exchange.replies.at(-1)?.at(-1) ?? exchange.command;
}
