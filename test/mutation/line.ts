/** What a line of a clean session is. */
export type Kind =
  'greeting' | 'command' | 'reply' | 'response' | 'content' | 'dot' | 'final' | 'note';

/** One physical line: a mark and what follows it. */
export interface Line {
  readonly kind: Kind;
  /** `C: `, `S: ` …; empty before a note. */
  readonly mark: string;
  readonly text: string;
  /** The line of the clean session that it was; -1 for one that a mutator added. */
  readonly origin: number;
}

/** Writes the lines down. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(({ mark, text }) => `${mark}${text}\n`).join('');
}

/** Octets of the text on the wire, CRLF left out; a raw line has escapes instead. */
export function octetsOf({ mark, text }: Line): number {
  if (!mark.includes('\\')) return Buffer.byteLength(text);
  return Buffer.byteLength(text.replace(/\\(?:[rn0\\]|x[0-9A-Fa-f]{2})/g, '.'));
}
