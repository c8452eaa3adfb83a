import { unescape } from '../core/octets/escapes.ts';
import type { Scanner } from '../core/octets/scanner.ts';
import type { OctetWriter } from './octetWriter.ts';

const TAB = 9;
const DEL = 127;
const DOT = 46;
const BACKSLASH = 92;

/** The octets that spans point into. */
interface Text {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
}

/** A line of the wire as the model has it. */
export interface PlainLine {
  readonly party: 'client' | 'server';
  /** The payload. */
  readonly start: number;
  readonly end: number;
  /** The payload is escaped text without an implied CRLF. */
  readonly raw: boolean;
}

/**
 * Writes a line of the wire as a line of `.smtp`: with a plain mark where an editor can hold its
 * octets, else as a raw line with escapes (docs/format.md).
 */
export function writeLine(writer: OctetWriter, text: Text, line: PlainLine): void {
  const { octets } = text;
  const { start, end } = line;
  const letter = line.party === 'client' ? 'C' : 'S';
  const holdable = isHoldable(text, start, end);
  if (!line.raw && holdable) {
    writer.ascii(`${letter}: `);
    writer.octets(octets, start, end);
  } else {
    writer.ascii(`${letter}\\: `);
    if (line.raw && holdable) writer.octets(octets, start, end);
    else if (line.raw) writeEscaped(writer, unescape(octets, start, end).octets);
    else {
      writeEscaped(writer, octets.subarray(start, end));
      writer.ascii('\\r\\n');
    }
  }
  writer.ascii('\n');
}

/**
 * Writes a line of message content. A line that is a lone dot and yet no terminator is written so
 * that it does not become one.
 */
export function writeContentLine(writer: OctetWriter, text: Text, line: PlainLine): void {
  const lone = !line.raw && line.end - line.start === 1 && text.octets[line.start] === DOT;
  if (lone) writer.ascii('C\\: .\nC\\: \\r\\n\n');
  else writeLine(writer, text, line);
}

/** UTF-8 without control characters but TAB. */
function isHoldable({ octets, scanner }: Text, start: number, end: number): boolean {
  let ascii = true;
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0;
    if ((octet < 32 && octet !== TAB) || octet === DEL) return false;
    if (octet > DEL) {
      ascii = false;
      // U+0080 to U+009F: control characters too.
      if (octet === 0xc2 && (octets[at + 1] ?? 0) < 0xa0) return false;
    }
  }
  return ascii || scanner.isUtf8(octets, start, end);
}

function writeEscaped(writer: OctetWriter, octets: Uint8Array): void {
  for (const octet of octets) writer.ascii(escapeOf(octet));
}

function escapeOf(octet: number): string {
  if (octet === BACKSLASH) return '\\\\';
  if (octet === 13) return '\\r';
  if (octet === 10) return '\\n';
  if (octet === 0) return '\\0';
  if (octet === TAB || (octet >= 32 && octet < DEL)) return String.fromCharCode(octet);
  return `\\x${octet.toString(16).padStart(2, '0').toUpperCase()}`;
}
