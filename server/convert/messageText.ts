import type { Scanner } from '../core/octets/scanner.ts';
import type { ScriptedMessage } from './script.ts';

const CR = 13;
const LF = 10;
const TAB = 9;

/** A longer message would make a script that no editor and no shell likes. */
export const MOST_SCRIPTED_OCTETS = 8 * 1024 * 1024;

/** What stands in for a message that the transcript does not show. */
const STAND_IN = [
  'Subject: not the message of the transcript',
  '',
  'The message that was sent here is not in this script.',
];

/** A message for a script: lines where it is text, else its octets. */
export type MessageText =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'octets'; readonly octets: Uint8Array };

/**
 * The message as lines, where every line is UTF-8 without control characters but TAB and ends with
 * CRLF; else as octets, which a script has to hold in base64. Another one stands in for a message that
 * is not shown or too long.
 */
export function messageTextOf(scanner: Scanner, { content }: ScriptedMessage): MessageText {
  if (content === undefined || content.length > MOST_SCRIPTED_OCTETS) {
    return { kind: 'lines', lines: STAND_IN };
  }
  if (!isText(scanner, content)) return { kind: 'octets', octets: content };
  const text = scanner.utf8(content, 0, content.length);
  return { kind: 'lines', lines: text.slice(0, -2).split('\r\n') };
}

function isText(scanner: Scanner, octets: Uint8Array): boolean {
  const { length } = octets;
  if (length < 2 || octets[length - 2] !== CR || octets[length - 1] !== LF) return false;
  for (const [at, octet] of octets.entries()) {
    if (octet === CR ? octets[at + 1] !== LF : octet === LF && octets[at - 1] !== CR) return false;
    if ((octet < 32 && octet !== CR && octet !== LF && octet !== TAB) || octet === 127)
      return false;
  }
  const text = scanner.utf8(octets, 0, length);
  return scanner.isUtf8(octets, 0, length) && !/[\u0080-\u009f\u2028\u2029]/.test(text);
}

/** The octets with CRLF at their end, as content that a dot ends must have. */
export function withLastLineEnd(octets: Uint8Array): Uint8Array {
  const { length } = octets;
  if (octets[length - 2] === CR && octets[length - 1] === LF) return octets;
  const whole = new Uint8Array(length + 2);
  whole.set(octets);
  whole.set([CR, LF], length);
  return whole;
}
