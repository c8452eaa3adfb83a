/** Characters of a line; what is longer would be cut off beside the file. */
const WIDTH = 62;

/** Not between a number and its unit. */
const BREAK = / (?!m?s\b)/;

/** Begins the further lines of a note. */
const CONTINUED = '#   ';

/** A note of a conversation as comment lines, divided at blanks. The text is one line. */
export function noteLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(BREAK)) {
    if (line.length + 1 + word.length > WIDTH && /[^# ]/.test(line)) {
      lines.push(line);
      line = `${CONTINUED}${word}`;
    } else line += ` ${word}`;
  }
  return [...lines, line];
}

/** For each line of a conversation: true where it tells of a difference or a failure. */
export function troubleLines(lines: readonly string[]): readonly boolean[] {
  let isTrouble = false;
  return lines.map(line => {
    const begins = line.startsWith('# DIFFERS ') || line.startsWith('# FAILED: ');
    isTrouble = begins || (isTrouble && line.startsWith(CONTINUED));
    return isTrouble;
  });
}
