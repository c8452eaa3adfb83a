import { isTrouble } from '../replay/conversation.ts';

const RESET = '\u001b[0m';
const COLOURS = { grey: '\u001b[90m', red: '\u001b[31m', cyan: '\u001b[36m' } as const;

/**
 * Lines of a conversation for the terminal that shows the output of tests: nothing that a server
 * said reaches it as a control sequence; what colours there are, are ours.
 */
export function terminalText(text: string): string {
  return text
    .split('\n')
    .map(line => coloured(harmless(line)))
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
  if (isTrouble(line)) return `${COLOURS.red}${line}${RESET}`;
  if (line.startsWith('#')) return `${COLOURS.grey}${line}${RESET}`;
  return line.startsWith('C:') ? `${COLOURS.cyan}${line}${RESET}` : line;
}
