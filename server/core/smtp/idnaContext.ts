/** Code points with the combining class Virama, which license a joiner (RFC 5892 A.1, A.2). */
const VIRAMAS: ReadonlySet<number> = new Set([
  0x94d, 0x9cd, 0xa4d, 0xacd, 0xb4d, 0xbcd, 0xc4d, 0xccd, 0xd3b, 0xd3c, 0xd4d, 0xdca, 0xe3a, 0xeba,
  0xf84, 0x1039, 0x103a, 0x1714, 0x1715, 0x1734, 0x17d2, 0x1a60, 0x1b44, 0x1baa, 0x1bab, 0x1bf2,
  0x1bf3, 0x2d7f, 0xa806, 0xa82c, 0xa8c4, 0xa953, 0xa9c0, 0xaaf6, 0xabed, 0x10a3f, 0x11046, 0x11070,
  0x1107f, 0x110b9, 0x11133, 0x11134, 0x111c0, 0x11235, 0x112ea, 0x1134d, 0x11442, 0x114c2, 0x115bf,
  0x1163f, 0x116b6, 0x1172b, 0x11839, 0x1193d, 0x1193e, 0x119e0, 0x11a34, 0x11a47, 0x11a99, 0x11c3f,
  0x11d44, 0x11d45, 0x11d97,
]);

const JOINING_LETTER =
  /^[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Nko}\p{sc=Phags_Pa}\p{sc=Adlam}]$/u;
const GREEK = /^\p{sc=Greek}$/u;
const HEBREW = /^\p{sc=Hebrew}$/u;
const KANA_OR_HAN = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u;

function charAt(points: readonly number[], index: number): string {
  const point = points[index];
  return point === undefined ? '' : String.fromCodePoint(point);
}

function joinerAllowed(points: readonly number[], index: number): boolean {
  if (VIRAMAS.has(points[index - 1] ?? -1)) return true;
  // The joining types are not to be had here; letters of a joining script on both sides stand for
  // them.
  const joins = JOINING_LETTER.test(charAt(points, index - 1));
  return points[index] === 0x200c && joins && JOINING_LETTER.test(charAt(points, index + 1));
}

function inRange(points: readonly number[], low: number, high: number): boolean {
  return points.some(point => point >= low && point <= high);
}

/**
 * Whether the code point at `index`, allowed in some contexts only, stands in one (RFC 5892
 * appendix A); undefined when no rule concerns it.
 */
export function contextAllows(points: readonly number[], index: number): boolean | undefined {
  const point = points[index] ?? -1;
  if (point === 0x200c || point === 0x200d) return joinerAllowed(points, index);
  if (point === 0xb7) return points[index - 1] === 0x6c && points[index + 1] === 0x6c;
  if (point === 0x375) return GREEK.test(charAt(points, index + 1));
  if (point === 0x5f3 || point === 0x5f4) return HEBREW.test(charAt(points, index - 1));
  if (point === 0x30fb) return KANA_OR_HAN.test(String.fromCodePoint(...points.slice(0, 64)));
  if (point >= 0x660 && point <= 0x669) return !inRange(points, 0x6f0, 0x6f9);
  if (point >= 0x6f0 && point <= 0x6f9) return !inRange(points, 0x660, 0x669);
  return undefined;
}
