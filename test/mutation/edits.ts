import type { Kind, Line } from './line.ts';

/** A line that was not there, marked as `like` is. */
export function lineLike(like: Line, kind: Kind, text: string): Line {
  return { kind, mark: like.mark, text, origin: -1 };
}

/** The line with another text. */
export function withText(line: Line, text: string): Line {
  return { ...line, mark: line.mark.endsWith(':') ? `${line.mark} ` : line.mark, text };
}

/** The lines with `line` replaced by none, one or several. */
export function replaced(lines: readonly Line[], line: Line, ...by: readonly Line[]): Line[] {
  return lines.flatMap(one => (one === line ? by : [one]));
}

/** The lines with others inserted after `line`. */
export function inserted(lines: readonly Line[], line: Line, ...more: readonly Line[]): Line[] {
  return replaced(lines, line, line, ...more);
}

/** The lines without some. */
export function without(lines: readonly Line[], gone: readonly Line[]): Line[] {
  const set = new Set(gone);
  return lines.filter(line => !set.has(line));
}
