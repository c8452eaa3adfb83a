const BOUNDARY = '# --- new session ---\n';

/** What stands before and after the place where text is inserted. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/**
 * Sessions as they are inserted into a `.smtp` text: on lines of their own, and apart from the
 * sessions around them.
 */
export function insertionOf(sessions: string, { before, after }: Surroundings): string {
  const own = sessions.endsWith('\n') ? sessions : `${sessions}\n`;
  const ended = before === '' || /[\r\n]$/.test(before);
  const head = hasLines(before) ? `${ended ? '' : '\n'}\n${BOUNDARY}` : ended ? '' : '\n';
  return `${head}${own}${hasLines(after) ? `\n${BOUNDARY}` : ''}`;
}

/** More than notes and blanks stands there. */
function hasLines(text: string): boolean {
  return /^(?![ \t]*(?:#|\r?$))/m.test(text);
}
