const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;

/** No label with more code points can have an A-label of 63 octets (`xn--` takes four). */
const MOST_POINTS = 59;

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.trunc(delta / 700) : Math.trunc(delta / 2);
  rest += Math.trunc(rest / points);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.trunc(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.trunc(((BASE - T_MIN + 1) * rest) / (rest + 38));
}

/** How many digits the variable-length integer takes (RFC 3492 3.3). */
function digitsOf(delta: number, bias: number): number {
  let count = 1;
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
    if (rest < threshold) return count;
    rest = Math.trunc((rest - threshold) / (BASE - threshold));
    count += 1;
  }
}

/** The smallest code point of the label that is at least `from`. */
function smallestFrom(points: readonly number[], from: number): number {
  let found = Number.POSITIVE_INFINITY;
  for (const point of points) if (point >= from && point < found) found = point;
  return found;
}

/**
 * Octets of the A-label of a label: `xn--` and the Punycode form (RFC 3492 6.3). Infinity for a
 * label of so many code points that the form cannot fit into 63; so the work is bounded.
 */
export function aLabelLength(points: readonly number[]): number {
  if (points.length > MOST_POINTS) return Number.POSITIVE_INFINITY;
  const basic = points.filter(point => point < 0x80).length;
  let length = 4 + (basic > 0 ? basic + 1 : 0);
  let next = 0x80;
  let delta = 0;
  let bias = 72;
  let handled = basic;
  while (handled < points.length) {
    const smallest = smallestFrom(points, next);
    delta += (smallest - next) * (handled + 1);
    next = smallest;
    for (const point of points) {
      if (point < next) delta += 1;
      if (point !== next) continue;
      length += digitsOf(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    next += 1;
  }
  return length;
}
