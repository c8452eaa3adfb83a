import { escape } from '../octets/escapes.ts';
import { latin1Octets } from '../octets/latin1Octets.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { Party } from './events.ts';

const LF = 10;
const CR = 13;

/** How the lines of each side begin, plain and raw. */
const PREFIXES = {
  client: { plain: latin1Octets('C: '), raw: latin1Octets('C\\: ') },
  server: { plain: latin1Octets('S: '), raw: latin1Octets('S\\: ') },
} as const;

/** Where text goes. */
interface Sink {
  append(octets: Uint8Array): void;
}

const NEWLINE = Uint8Array.of(LF);

/**
 * Writes one wire line as a line of a `.smtp` file: plain where a text editor can hold it and it
 * ended with CRLF, else raw (docs/format.md, "Raw lines").
 */
export function writeWire(sink: Sink, party: Party, line: Uint8Array, scanner: Scanner): void {
  const end = line.length - 2;
  const whole = line[end] === CR && line[end + 1] === LF;
  const shape = shapeOf(line, Math.max(0, whole ? end : line.length), scanner);
  const { plain, raw } = PREFIXES[party];
  if (whole && shape === 'plain') {
    sink.append(plain);
    sink.append(line.subarray(0, end));
  } else {
    sink.append(raw);
    sink.append(escape(line, shape === 'octets' ? 'escaped' : 'kept'));
  }
  sink.append(NEWLINE);
}

/** Is this text as it stands, text with control characters, or octets that are no UTF-8? */
function shapeOf(octets: Uint8Array, end: number, scanner: Scanner): 'plain' | 'raw' | 'octets' {
  let control = false;
  let high = false;
  for (let at = 0; at < end; at++) {
    const octet = octets[at] ?? 0;
    if (octet > 127) high = true;
    else if (octet === 127 || (octet < 32 && octet !== 9)) control = true;
  }
  if (high && (!scanner.isUtf8(octets, 0, end) || hidesLineEnd(octets, end))) return 'octets';
  return control ? 'raw' : 'plain';
}

/** C1 controls, NEL among them, and the line and paragraph separators: editors act on them. */
function hidesLineEnd(octets: Uint8Array, end: number): boolean {
  for (let at = 0; at + 1 < end; at++) {
    const next = octets[at + 1] ?? 0;
    if (octets[at] === 0xc2 && next < 0xa0) return true;
    const third = octets[at + 2] ?? 0;
    if (octets[at] === 0xe2 && next === 0x80 && (third === 0xa8 || third === 0xa9)) return true;
  }
  return false;
}
