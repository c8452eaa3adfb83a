import { troubleLines } from '../replay/noteLines.ts';

const RESET = '\u001b[0m';
const COLOURS = { grey: '\u001b[90m', red: '\u001b[31m', cyan: '\u001b[36m' } as const;

/**
 * Lines of a conversation for the terminal that shows the output of tests: nothing that a server
 * said reaches it as a control sequence; what colours there are, are ours.
 */
export function terminalText(text: string): string {
  const lines = text.split('\n').map(harmless);
  const isTrouble = troubleLines(lines);
  return lines
    .map((line, at) => (isTrouble[at] === true ? inColour(COLOURS.red, line) : coloured(line)))
    .join('\r\n');
}

/** The line without anything that a terminal obeys or that changes the order of what is read. */
export function harmless(line: string): string {
  return line.replace(
    /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    '\ufffd',
  );
}

function coloured(line: string): string {
  if (line.startsWith('#')) return inColour(COLOURS.grey, line);
  return line.startsWith('C:') ? inColour(COLOURS.cyan, line) : line;
}

function inColour(colour: string, line: string): string {
  return `${colour}${line}${RESET}`;
}
