const SCRIPTS =
  'Hebrew Arabic Syriac Thaana Nko Samaritan Mandaic Adlam Mende_Kikakui Hanifi_Rohingya';
const SCRIPT_CLASS = SCRIPTS.split(' ')
  .map(script => `\\p{sc=${script}}`)
  .join('');
const RIGHT_TO_LEFT = new RegExp(`^(?=\\p{L})[${SCRIPT_CLASS}]$`, 'u');
const MARK = /^\p{Mn}$/u;

type Direction = 'right' | 'left' | 'arabic-number' | 'number' | 'mark' | 'neutral';

function directionOf(point: number): Direction {
  if ((point >= 0x30 && point <= 0x39) || (point >= 0x6f0 && point <= 0x6f9)) return 'number';
  if (point >= 0x660 && point <= 0x669) return 'arabic-number';
  if (point === 0x2d || point === 0x200c || point === 0x200d) return 'neutral';
  const char = String.fromCodePoint(point);
  if (RIGHT_TO_LEFT.test(char)) return 'right';
  return MARK.test(char) ? 'mark' : 'left';
}

/**
 * The Bidi rule for one label (RFC 5893 2), with the direction taken from the script: undefined
 * when it holds, else what is wrong. A label without right-to-left letters always passes.
 */
export function bidiProblem(points: readonly number[]): string | undefined {
  const directions = points.map(directionOf);
  if (!directions.includes('right')) return undefined;
  if (directions[0] !== 'right') return 'right-to-left letters after a left-to-right start';
  if (directions.includes('left')) return 'left-to-right letters among right-to-left ones';
  if (directions.includes('number') && directions.includes('arabic-number')) {
    return 'two kinds of digits in a right-to-left label';
  }
  return undefined;
}
