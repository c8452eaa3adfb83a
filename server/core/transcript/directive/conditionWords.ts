/**
 * Reads what `# @if` and `# @unless` take: an EHLO keyword, and one of its parameters where it matters
 * (RFC 5321 §4.1.1.1), in upper case with one blank between; undefined where it is wrong.
 */
export function conditionWordsOf(value: string): string | undefined {
  const match = /^([a-z0-9][a-z0-9-]{0,59})(?:[ \t]+([!-~]{1,200}))?$/i.exec(value.trim());
  if (match === null) return undefined;
  const [, keyword = '', parameter] = match;
  return (parameter === undefined ? keyword : `${keyword} ${parameter}`).toUpperCase();
}
