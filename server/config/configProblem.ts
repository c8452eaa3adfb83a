/** Something in a configuration file that cannot be used. */
export interface ConfigProblem {
  /** What is wrong, and what to do about it; without a full stop. */
  readonly message: string;
  /** UTF-16 units from the beginning of the text. */
  readonly start: number;
  readonly end: number;
  /** The text is no JSON there, as every editor of JSON can tell. */
  readonly isSyntax?: true;
}

/** A place as people count: lines and columns from 1, columns in UTF-16 units. */
export interface ConfigPlace {
  readonly line: number;
  readonly column: number;
}

/** The place of an offset; a line ends at CRLF, LF or a lone CR. */
export function configPlaceOf(text: string, offset: number): ConfigPlace {
  const before = text.slice(0, offset);
  const ends = before.match(/\r\n|\n|\r(?!\n)/g) ?? [];
  const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return { line: ends.length + 1, column: offset - start + 1 };
}
