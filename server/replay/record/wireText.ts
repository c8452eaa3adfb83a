import { escape } from '../../core/octets/escapes.ts';
import { plainScanner } from '../../core/octets/plainScanner.ts';
import { bufferOf } from '../bufferOf.ts';

const CR = 13;
const LF = 10;
const DOT = 46;
const CRLF = Buffer.from('\r\n');

/**
 * What a client sent as lines of `.smtp` (docs/format.md): a plain line where an editor can hold
 * it, else a raw one with escapes. Reading them gives the octets again.
 */
export function clientText(octets: Uint8Array): string {
  const source = bufferOf(octets);
  const lines: string[] = [];
  let from = 0;
  while (from < source.length) {
    const found = source.indexOf(CRLF, from);
    const to = found < 0 ? source.length : found;
    const ends = found >= 0;
    const isLast = found < 0 || found + 2 === source.length;
    lines.push(clientLine(source.subarray(from, to), { ends, isLast }));
    from = ends ? found + 2 : to;
  }
  return lines.join('');
}

function clientLine(
  line: Uint8Array,
  { ends, isLast }: { readonly ends: boolean; readonly isLast: boolean },
): string {
  // A lone dot in the middle ended nothing; written in two parts it cannot end anything here either.
  if (ends && !isLast && line.length === 1 && line[0] === DOT) return 'C\\: .\nC\\: \\r\\n\n';
  if (ends && isHoldable(line)) return `C: ${utf8(line)}\n`;
  const text = utf8(escape(line, isUtf8(line) ? 'kept' : 'escaped'));
  return `C\\: ${text}${ends ? '\\r\\n' : ''}\n`;
}

/** UTF-8 without control characters but TAB, and no line end of any kind. */
function isHoldable(line: Uint8Array): boolean {
  if (line.some(octet => (octet < 32 && octet !== 9) || octet === 127)) return false;
  if (line.includes(CR) || line.includes(LF)) return false;
  return isUtf8(line) && !UNSEEN.test(utf8(line));
}

/** What editors take for a line end or for nothing (U+0080 to U+009F, U+2028, U+2029, U+FEFF). */
const UNSEEN = /[\u0080-\u009f\u2028\u2029\ufeff\ufffd]/;

function isUtf8(octets: Uint8Array): boolean {
  return plainScanner.isUtf8(octets, 0, octets.length) && !UNSEEN.test(utf8(octets));
}

function utf8(octets: Uint8Array): string {
  return bufferOf(octets).toString('utf8');
}
