/**
 * A word of a POSIX shell command that stands for this text and nothing else. Control characters
 * have to be dealt with before: NUL cannot be part of a word at all.
 */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll('\0', '\ufffd').replaceAll("'", `'\\''`)}'`;
}

/** A here-document whose lines are taken as they are; they must not hold NUL. */
export function hereDocument(lines: readonly string[]): {
  readonly open: string;
  readonly body: string;
} {
  const taken = new Set(lines);
  let end = 'END_OF_MESSAGE';
  for (let serial = 2; taken.has(end); serial++) end = `END_OF_MESSAGE_${String(serial)}`;
  return { open: `<<'${end}'`, body: `${lines.map(line => `${line}\n`).join('')}${end}\n` };
}

/** Long commands one option a line. */
export function shellCommand(words: readonly string[]): string {
  return words.join(' \\\n  ');
}
