import { createScanner, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import type { ConfigProblem } from './configProblem.ts';

/** Deeper than any configuration is; the parser calls itself for each level. */
const DEEPEST = 64;

/** Of a broken file no more is told. */
const MOST = 20;

const WORDS: ReadonlyMap<string, string> = new Map([
  ['InvalidSymbol', 'this word needs double quotes, or is no value of JSON'],
  ['InvalidNumberFormat', 'this is no number'],
  ['PropertyNameExpected', 'a name in double quotes is missing here'],
  ['ValueExpected', 'a value is missing here'],
  ['ColonExpected', 'a colon is missing here'],
  ['CommaExpected', 'a comma is missing before this'],
  ['CloseBraceExpected', 'the brace is not closed: "}" is missing'],
  ['CloseBracketExpected', 'the bracket is not closed: "]" is missing'],
  ['EndOfFileExpected', 'nothing may follow the closing brace'],
  ['UnexpectedEndOfComment', 'the comment is not closed: "*/" is missing'],
  ['UnexpectedEndOfString', 'the text is not closed: a double quote is missing'],
  ['UnexpectedEndOfNumber', 'the number is not complete'],
  ['InvalidUnicode', '\\u needs four hexadecimal digits'],
  ['InvalidEscapeCharacter', 'there is no such escape; a backslash is written as two'],
  ['InvalidCharacter', 'a control character has to be written as an escape'],
]);

/** Errors of the parser, in words. */
export function syntaxProblems(text: string, errors: readonly ParseError[]): ConfigProblem[] {
  return errors.slice(0, MOST).map(({ error, offset, length }) => ({
    message: WORDS.get(printParseErrorCode(error)) ?? 'this is no JSON',
    start: Math.min(offset, text.length),
    end: Math.min(offset + length, text.length),
    isSyntax: true,
  }));
}

/** Where the text is nested too deeply to be read. */
export function tooDeep(text: string): ConfigProblem | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    const length = scanner.getTokenLength();
    const start = scanner.getTokenOffset();
    if (start >= text.length) return undefined;
    const sign = length === 1 ? text[start] : '';
    if (sign === '{' || sign === '[') depth++;
    if (sign === '}' || sign === ']') depth--;
    if (depth > DEEPEST) {
      return { message: 'this is nested too deeply', start, end: start + 1 };
    }
  }
}
