/** Stretches of characters that take two cells of a terminal (Unicode's East Asian Width W, F). */
const WIDE: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

const WITHOUT_WIDTH = /^[\p{Mn}\p{Me}]/u;
const PICTURE = /^\p{Emoji_Presentation}/u;

/** How many cells of a terminal a visible character takes: 0 where it sits on the one before. */
export function cellsOf(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (WITHOUT_WIDTH.test(character)) return 0;
  return PICTURE.test(character) || WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
