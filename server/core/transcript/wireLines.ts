import { lengthBeforeLineEnd, unescape } from '../octets/escapes.ts';
import type { Scanner } from '../octets/scanner.ts';
import { readCommandHead } from '../smtp/command.ts';
import { readReplyHead } from '../smtp/reply.ts';
import type { Command, ReplyLine, WireLine } from './model.ts';

const DOT = 46;

/** The octets that lines point into. */
interface Text {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
}

/** Reads a client line as a command; spans of a raw line point to where its text was written. */
export function commandOf({ octets }: Text, line: WireLine): Command {
  const { start, end } = line.span;
  const source = line.raw ? unescape(octets, start, end) : undefined;
  const head = source
    ? readCommandHead(source.octets, 0, lengthBeforeLineEnd(source.octets))
    : readCommandHead(octets, start, end);
  const at = (offset: number): number => (source ? (source.origins[offset] ?? end) : offset);
  return {
    ...line,
    kind: 'command',
    verb: head.verb,
    verbSpan: { start: at(head.verbStart), end: at(head.verbEnd) },
    argument: { start: at(head.argumentStart), end: at(head.argumentEnd) },
  };
}

/** Reads a server line as one line of a reply. */
export function replyLineOf({ octets }: Text, line: WireLine): ReplyLine {
  const { start, end } = line.span;
  const head = readReplyHead(octets, start, end);
  return {
    ...line,
    code: head.code,
    separator: head.separator,
    text: { start: Math.min(head.text, end), end },
  };
}

/** Is the line the dot that ends the content, and nothing more? */
export function isTerminator({ octets }: Text, line: WireLine): boolean {
  const { start, end } = line.span;
  if (!line.raw) return end - start === 1 && octets[start] === DOT;
  const text = unescape(octets, start, end).octets;
  return text.length === 3 && text[0] === DOT && text[1] === 13 && text[2] === 10;
}

/** A header field, an empty line or a sentence; a single word may be a mistyped command. */
export function readsAsContent({ octets, scanner }: Text, line: WireLine): boolean {
  const { start, end } = line.span;
  const text = scanner.latin1(octets, start, Math.min(end, start + 80));
  return !/^[A-Za-z]+$/.test(text);
}

/** A command that may follow a BDAT chunk, in its proper form and nothing more. */
export function readsAsCommand({ octets, scanner }: Text, line: WireLine): boolean {
  const { start, end } = line.span;
  if (end - start > 40) return false;
  const text = scanner.latin1(octets, start, end);
  return /^(?:BDAT \d{1,15}(?: LAST)?|DATA|RSET|NOOP|QUIT)$/i.test(text);
}
