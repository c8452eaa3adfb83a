/**
 * How a dialogue was dressed when it was pasted: quoted in a mail, indented, numbered, as a list, or
 * fenced off as in Markdown.
 */
export interface Dress {
  readonly kind: 'quote' | 'indent' | 'number' | 'list' | 'fence';
  /** Octets of dress at the beginning of a line, -1 where the line is not dressed: prose around. */
  strip(head: string): number;
}

const FENCE = /^[ \t>]{0,12}(?:```|~~~)/;
const NUMBER = /^[ \t]{0,8}(\d{1,6})(?:[:.)|] ?| ?\t|  ?)/;
const BULLET = /^[ \t]{0,8}(?:[-*+]|\u00e2\u0080\u00a2) /;
const MOST_QUOTES = 4;
const MOST_INDENT = 24;

/** Is it a line that opens or closes a fenced block? */
export function isFence(head: string): boolean {
  return FENCE.test(head);
}

/** The ways in which these lines (blank ones left out) may be dressed. */
export function dressesOf(lines: readonly string[]): Dress[] {
  const dresses: Dress[] = [];
  const quoted = lines.filter(line => line.startsWith('>')).length;
  for (let depth = 1; quoted >= 3 && depth <= MOST_QUOTES; depth++) dresses.push(quotes(depth));
  if (lines.some(isFence)) dresses.push(FENCED);
  for (const blanks of indents(lines)) dresses.push(indent(blanks));
  if (areNumbered(lines)) dresses.push(numbered(lines));
  const listed = lines.filter(line => BULLET.test(line)).length;
  if (listed >= 3 && listed >= lines.length * 0.8) dresses.push(LISTED);
  return dresses;
}

const FENCED: Dress = { kind: 'fence', strip: () => 0 };

const LISTED: Dress = { kind: 'list', strip: head => BULLET.exec(head)?.[0].length ?? -1 };

function quotes(depth: number): Dress {
  return {
    kind: 'quote',
    strip(head) {
      let at = 0;
      for (let found = 0; found < depth; found++) {
        if (head[at] !== '>') return -1;
        at += head[at + 1] === ' ' ? 2 : 1;
      }
      return at;
    },
  };
}

function indent(blanks: number): Dress {
  return {
    kind: 'indent',
    strip(head) {
      let at = 0;
      while (at < blanks && (head[at] === ' ' || head[at] === '\t')) at++;
      return at === blanks || head.trim() === '' ? at : -1;
    },
  };
}

/** The commonest widths of blanks before lines, the smallest first. */
function indents(lines: readonly string[]): number[] {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const blanks = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (blanks > 0 && blanks <= MOST_INDENT) counts.set(blanks, (counts.get(blanks) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= 2)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([blanks]) => blanks)
    .sort((a, b) => a - b);
}

/** Each line has the number after that of the line before. */
function areNumbered(lines: readonly string[]): boolean {
  let last = -1;
  let steps = 0;
  for (const line of lines) {
    const number = Number(NUMBER.exec(line)?.[1] ?? -1);
    if (number >= 0 && last >= 0 && number > last && number <= last + 3) steps++;
    last = number;
  }
  return lines.length >= 4 && steps >= (lines.length - 1) * 0.85;
}

/** What stands between number and text is the same on each line: as on the first one. */
function numbered(lines: readonly string[]): Dress {
  const sample = lines.find(line => NUMBER.test(line)) ?? '';
  const after = /^[ \t]*\d+(.*)$/.exec(NUMBER.exec(sample)?.[0] ?? '')?.[1] ?? '';
  return {
    kind: 'number',
    strip(head) {
      const digits = /^[ \t]{0,8}\d{1,6}/.exec(head)?.[0].length ?? -1;
      if (digits < 0) return -1;
      if (head.startsWith(after, digits)) return digits + after.length;
      return head.slice(digits).trim().length <= 1 ? head.length : -1;
    },
  };
}
