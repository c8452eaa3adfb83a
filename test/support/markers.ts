/** A finding that a fixture expects. */
export interface Expected {
  /** 0-based line of the text without markers. */
  readonly line: number;
  readonly rule: string;
  /** UTF-16 columns; undefined where any place on the line will do. */
  readonly columns: { readonly start: number; readonly end: number } | undefined;
}

/** A fixture without its marker lines, and what they say. */
export interface Marked {
  readonly text: string;
  readonly expected: readonly Expected[];
}

const MARKER = '#~';

/**
 * Takes `#~ ^^^^ rule-id` lines out of a fixture. The carets stand under the finding on the line
 * above; without carets any place on that line counts. One leading line end is dropped.
 */
export function parseMarked(fixture: string): Marked {
  const lines: string[] = [];
  const expected: Expected[] = [];
  for (const line of fixture.replace(/^\n/, '').split('\n')) {
    if (!line.startsWith(MARKER)) lines.push(line);
    else expected.push(expectedOf(line, lines.length - 1));
  }
  return { text: lines.join('\n'), expected };
}

function expectedOf(marker: string, line: number): Expected {
  const match = /^#~ *(\^*) *([a-z0-9-]+)/.exec(marker);
  if (match === null) throw new Error(`not a marker: ${marker}`);
  const [, carets = '', rule = ''] = match;
  const start = marker.indexOf('^');
  const columns = carets === '' ? undefined : { start, end: start + carets.length };
  return { line, rule, columns };
}
