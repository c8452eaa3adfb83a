import { Places } from './places.ts';

/**
 * Where octets that a decoder made of [from, to) of the source stand there, told by what is the
 * same at the beginning and at the end; what is left between is taken together. A line end that
 * the source does not show stands at its end.
 */
export function alignedPlaces(
  octets: Uint8Array,
  source: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
): Places {
  const places = new Places();
  const length = octets.at(-1) === 10 && octets.at(-2) === 13 ? octets.length - 2 : octets.length;
  const most = Math.min(length, to - from);
  let head = 0;
  while (head < most && octets[head] === source[from + head]) head++;
  let tail = 0;
  while (tail < most - head && octets[length - 1 - tail] === source[to - 1 - tail]) tail++;
  if (head > 0) places.add(0, from, head, 1);
  const between = to - tail - from - head;
  if (length > head + tail) places.add(head, from + head, between, 0);
  if (tail > 0) places.add(length - tail, to - tail, tail, 1);
  if (octets.length > length) places.add(length, to, 0, 0);
  return places;
}
