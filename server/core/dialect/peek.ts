import type { JudgedText } from './lineDialect.ts';
import { HEAD } from './lineDialect.ts';

const LF = 10;

/** The head of a line that is looked at ahead of its turn. */
export interface PeekedLine {
  /** Its first octets (512 at most) as Latin-1, line end left out. */
  readonly head: string;
  /** Where the line after it begins. */
  readonly next: number;
}

/** Looks at the line that begins at `at`; undefined at the end of the text. */
export function peekLine({ octets, scanner }: JudgedText, at: number): PeekedLine | undefined {
  if (at >= octets.length) return undefined;
  const feed = scanner.indexOf(octets, LF, at, octets.length);
  const to = feed < 0 ? octets.length : feed;
  const head = scanner.latin1(octets, at, Math.min(to, at + HEAD)).replace(/\r{1,4}$/, '');
  return { head, next: feed < 0 ? to : feed + 1 };
}
