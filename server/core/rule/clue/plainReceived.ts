import { mailDateProblem } from '../../smtp/mailDate.ts';

/** A time stamp without signs that may begin a second path or another clause with a date. */
const CLAUSES = /^ (?:from|by) [^;<>,]*(?:for <[^<>,;]*>[^;<>,]*)?$/;
const BY = /\bby /;

/**
 * What follows the colon of a Received field, its lines as they stand there, is of the form of
 * RFC 5321 §4.4.
 */
export function isPlainReceived(lines: string): boolean {
  const semicolon = lines.lastIndexOf(';');
  if (semicolon < 0) return false;
  const clauses = lines.slice(0, semicolon);
  if (!CLAUSES.test(clauses) || !BY.test(clauses)) return false;
  const date = lines.slice(semicolon + 1);
  // A folded date has the mark of its speaker within; only the rule can take that away.
  return !date.trimEnd().includes('\n') && mailDateProblem(date) === undefined;
}
