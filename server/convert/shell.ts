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
  const name = delimiterFor(lines);
  let end = name;
  for (let serial = 2; taken.has(end); serial++) end = `${name}_${String(serial)}`;
  return { open: `<<'${end}'`, body: `${lines.map(line => `${line}\n`).join('')}${end}\n` };
}

const LETTERS = Array.from('ETMABCDFGHIJKLNOPQRSUVWXYZ');

/**
 * A shell (dash 0.5.12) loses an octet where a line begins as the delimiter does and goes on with
 * another character than ASCII: no such line may begin with the delimiter's first letter.
 */
function delimiterFor(lines: readonly string[]): string {
  const firsts = new Set(lines.filter(line => /[^\0-\x7f]/.test(line)).map(line => line[0]));
  const letter = LETTERS.find(each => !firsts.has(each)) ?? 'E';
  return letter === 'E' ? 'END_OF_MESSAGE' : `${letter}_END_OF_MESSAGE`;
}

/** Long commands one option a line. */
export function shellCommand(words: readonly string[]): string {
  return words.join(' \\\n  ');
}
