import type { Scanner } from './scanner.ts';

/** A Scanner in plain code, for where there is no Buffer: the browser build and pure tests. */
export const plainScanner: Scanner = {
  indexOf(octets, octet, from, to) {
    const at = octets.indexOf(octet, from);
    return at < to ? at : -1;
  },
  indexOfSequence(octets, sequence, from, to) {
    const first = sequence[0];
    if (first === undefined) return from;
    const last = to - sequence.length;
    for (let at = octets.indexOf(first, from); at >= 0 && at <= last;) {
      if (matchesAt(octets, sequence, at)) return at;
      at = octets.indexOf(first, at + 1);
    }
    return -1;
  },
  lastIndexOf(octets, octet, from, to) {
    const at = to > 0 ? octets.lastIndexOf(octet, to - 1) : -1;
    return at >= from ? at : -1;
  },
  isAscii(octets, from, to) {
    for (let at = from; at < to; at++) if ((octets[at] ?? 0) > 127) return false;
    return true;
  },
  isUtf8(octets, from, to) {
    let at = from;
    while (at < to) {
      const width = utf8WidthAt(octets, at, to);
      if (width < 0) return false;
      at += width;
    }
    return true;
  },
  latin1(octets, from, to) {
    let text = '';
    for (let at = from; at < to; at++) text += String.fromCharCode(octets[at] ?? 0);
    return text;
  },
  utf8(octets, from, to) {
    let text = '';
    let at = from;
    while (at < to) {
      const width = utf8WidthAt(octets, at, to);
      text += width < 0 ? '\uFFFD' : String.fromCodePoint(codePointAt(octets, at, width));
      at += Math.abs(width);
    }
    return text;
  },
  encode(text) {
    const octets: number[] = [];
    for (const character of text) pushUtf8(octets, character.codePointAt(0) ?? 0xfffd);
    return Uint8Array.from(octets);
  },
};

function matchesAt(octets: Uint8Array, sequence: Uint8Array, at: number): boolean {
  for (let i = 1; i < sequence.length; i++) if (octets[at + i] !== sequence[i]) return false;
  return true;
}

/**
 * Width of the well-formed sequence at `at`; where it is not well-formed, minus the number of
 * octets one U+FFFD stands for (the longest prefix of a well-formed sequence, at least 1).
 */
function utf8WidthAt(octets: Uint8Array, at: number, to: number): number {
  const lead = octets[at] ?? 0;
  if (lead < 0x80) return 1;
  const width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const second = octets[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (at + 1 >= to || second < low || second > high) return -1;
  for (let i = 2; i < width; i++) {
    if (at + i >= to || ((octets[at + i] ?? 0) & 0xc0) !== 0x80) return -i;
  }
  return width;
}

function codePointAt(octets: Uint8Array, at: number, width: number): number {
  const lead = octets[at] ?? 0;
  if (width === 1) return lead;
  let value = lead & (0xff >> (width + 1));
  for (let i = 1; i < width; i++) value = (value << 6) | ((octets[at + i] ?? 0) & 0x3f);
  return value;
}

function pushUtf8(octets: number[], code: number): void {
  const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
  if (point < 0x80) octets.push(point);
  else if (point < 0x800) octets.push(0xc0 | (point >> 6), 0x80 | (point & 63));
  else if (point < 0x10000) {
    octets.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  } else {
    octets.push(
      0xf0 | (point >> 18),
      0x80 | ((point >> 12) & 63),
      0x80 | ((point >> 6) & 63),
      0x80 | (point & 63),
    );
  }
}
