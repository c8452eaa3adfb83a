import { lengthBeforeLineEnd, unescape } from '../octets/escapes.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { Span } from '../octets/span.ts';
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
  if (line.raw) return rawCommandOf(octets, line);
  const head = readCommandHead(octets, start, end);
  const verbSpan = { start: head.verbStart, end: head.verbEnd };
  return commandFrom(line, head.verb, verbSpan, {
    start: head.argumentStart,
    end: head.argumentEnd,
  });
}

function rawCommandOf(octets: Uint8Array, line: WireLine): Command {
  const { start, end } = line.span;
  const source = unescape(octets, start, end);
  const head = readCommandHead(source.octets, 0, lengthBeforeLineEnd(source.octets));
  const spanOf = (from: number, to: number): Span => {
    return { start: source.origins[from] ?? end, end: source.origins[to] ?? end };
  };
  const verbSpan = spanOf(head.verbStart, head.verbEnd);
  return commandFrom(line, head.verb, verbSpan, spanOf(head.argumentStart, head.argumentEnd));
}

/** Every field by name: objects that are made once a line are dear when they are spread. */
function commandFrom(line: WireLine, verb: string, verbSpan: Span, argument: Span): Command {
  return {
    kind: 'command',
    party: line.party,
    span: line.span,
    line: line.line,
    raw: line.raw,
    marked: line.marked,
    masked: line.masked,
    time: line.time,
    verb,
    verbSpan,
    argument,
  };
}

/** Reads a server line as one line of a reply. */
export function replyLineOf({ octets }: Text, line: WireLine): ReplyLine {
  const { start, end } = line.span;
  const head = readReplyHead(octets, start, end);
  return {
    party: line.party,
    span: line.span,
    line: line.line,
    raw: line.raw,
    marked: line.marked,
    masked: line.masked,
    time: line.time,
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
