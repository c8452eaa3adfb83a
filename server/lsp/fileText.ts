import { Buffer } from 'node:buffer';
import { lineEndAt, lineIndexOf } from '../core/octets/lineIndex.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { storageOf } from '../host/byteOrderMark.ts';
import { utf8Of } from '../host/utf8Of.ts';
import { windows1252 } from './windows1252.ts';
import { encodeText } from './wtf8.ts';

/** A file of which the buffer shows the text. */
export interface FileText {
  /** The octets as the core reads them: UTF-16 became UTF-8, a byte order mark was taken off. */
  readonly octets: Uint8Array;
  /** They are the buffer's octets, line ends included. */
  readonly same: boolean;
  /**
   * How the buffer's characters come from the octets: `utf-8`, with U+FFFD where they are none;
   * `octet` where each is a character; `unknown` where only the lines are known to agree.
   */
  readonly decoding: 'utf-8' | 'octet' | 'unknown';
}

/**
 * Finds the encoding in which a file on disk is the text of a buffer, line ends aside; an editor
 * does not tell it. Undefined where the two differ: the buffer has changes that are not saved, or
 * the file was written by someone else since.
 */
export function fileTextOf(file: Uint8Array, buffer: Uint8Array): FileText | undefined {
  if (Buffer.compare(file, buffer) === 0) return { octets: file, same: true, decoding: 'utf-8' };
  const { encoding, mark } = storageOf(file);
  if (encoding !== 'utf-8') return utf16Text(file.subarray(mark), encoding, buffer);
  const octets = file.subarray(mark);
  return utf8Text(octets, buffer) ?? (mark > 0 ? undefined : otherText(octets, buffer));
}

function utf8Text(octets: Uint8Array, buffer: Uint8Array): FileText | undefined {
  const same = Buffer.compare(octets, buffer) === 0;
  const fits = same || sameText(wellFormed(octets), buffer);
  return fits ? { octets, same, decoding: 'utf-8' } : undefined;
}

function wellFormed(octets: Uint8Array): Uint8Array {
  const { length } = octets;
  if (bufferScanner.isUtf8(octets, 0, length)) return octets;
  return Buffer.from(bufferScanner.utf8(octets, 0, length));
}

function utf16Text(
  units: Uint8Array,
  encoding: 'utf-16le' | 'utf-16be',
  buffer: Uint8Array,
): FileText | undefined {
  const copy = Buffer.from(units.subarray(0, units.length & ~1));
  if (encoding === 'utf-16be') copy.swap16();
  // An editor keeps half of a surrogate pair; nobody can send it.
  if (!sameText(encodeText(copy.toString('utf16le')), buffer)) return undefined;
  const mark = encoding === 'utf-16le' ? [0xff, 0xfe] : [0xfe, 0xff];
  const octets = utf8Of(Buffer.concat([Uint8Array.from(mark), units]));
  return { octets, same: Buffer.compare(octets, buffer) === 0, decoding: 'utf-8' };
}

/** What a user may have told the editor to read the file as. */
function otherText(octets: Uint8Array, buffer: Uint8Array): FileText | undefined {
  const { length } = octets;
  if (bufferScanner.isAscii(octets, 0, length) && !octets.includes(0)) return undefined;
  const text = bufferScanner.latin1(octets, 0, length);
  const asOctets = [text, windows1252(text)].some(each => sameText(Buffer.from(each), buffer));
  if (asOctets) return { octets, same: false, decoding: 'octet' };
  if (octets.includes(0)) {
    const found = utf16Text(octets, 'utf-16le', buffer) ?? utf16Text(octets, 'utf-16be', buffer);
    if (found !== undefined) return found;
  }
  if (bufferScanner.isUtf8(octets, 0, length) || !sameLines(octets, buffer)) return undefined;
  return { octets, same: false, decoding: 'unknown' };
}

const CR = 13;
const LF = 10;

/** Are the octets the same when every CRLF, LF and lone CR is taken for a line end? */
function sameText(a: Uint8Array, b: Uint8Array): boolean {
  let at = 0;
  let other = 0;
  while (at < a.length && other < b.length) {
    const octet = a[at++];
    const its = b[other++];
    if (octet === CR || octet === LF) {
      if (its !== CR && its !== LF) return false;
      if (octet === CR && a[at] === LF) at++;
      if (its === CR && b[other] === LF) other++;
    } else if (octet !== its) return false;
  }
  return at === a.length && other === b.length;
}

const REPLACEMENT = Uint8Array.of(0xef, 0xbf, 0xbd);

/** Are the lines as many, those in ASCII the same, and the others decoded to something else? */
function sameLines(octets: Uint8Array, buffer: Uint8Array): boolean {
  const ours = lineIndexOf(octets);
  const theirs = lineIndexOf(buffer);
  if (ours.count !== theirs.count) return false;
  for (let line = 0; line < ours.count; line++) {
    const a = octets.subarray(ours.starts[line], lineEndAt(octets, ours, line));
    const b = buffer.subarray(theirs.starts[line], lineEndAt(buffer, theirs, line));
    if (Buffer.compare(a, b) === 0) continue;
    if (bufferScanner.isAscii(a, 0, a.length) || bufferScanner.isAscii(b, 0, b.length))
      return false;
    // The editor took the file for UTF-8 after all, and this line was changed.
    if (bufferScanner.indexOfSequence(b, REPLACEMENT, 0, b.length) >= 0) return false;
  }
  return true;
}
