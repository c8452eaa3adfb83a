import { RE2JSException } from 're2js';
import { compiledPattern } from './compiledPattern.ts';

const LONGEST_PATTERN = 500;

/** Steps a character: with the length of a reply's text it bounds the time that a search takes. */
const MOST_INSTRUCTIONS = 2000;

/** What is wrong with an RE2 expression, as a sentence for the user; undefined where nothing is. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.trim() === '') return 'The pattern is empty.';
  if (pattern.length > LONGEST_PATTERN) {
    return `The pattern is longer than ${String(LONGEST_PATTERN)} characters.`;
  }
  try {
    const large = compiledPattern(pattern).programSize() > MOST_INSTRUCTIONS;
    return large ? 'The pattern repeats too much.' : undefined;
  } catch (error) {
    return `The pattern is no RE2 expression: ${reasonOf(error)}.`;
  }
}

/** In RE2's words, without the flag that was put before the expression. */
function reasonOf(error: unknown): string {
  if (!(error instanceof RE2JSException)) return 'it cannot be read';
  return error.message.replace(/^error parsing regexp: /, '').replace('`(?m)', '`');
}
