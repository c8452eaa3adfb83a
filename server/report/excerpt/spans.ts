import type { Span } from '../../core/octets/span.ts';

/** In order, with what overlaps or touches put together; empty ones left out. */
export function mergedSpans(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= start) continue;
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What [from, to) has of spans that are in order and apart, cut to it. */
export function overlapping(spans: readonly Span[], from: number, to: number): Span[] {
  const found: Span[] = [];
  for (let at = firstEndingAfter(spans, from); at < spans.length; at++) {
    const { start, end } = spans[at] ?? { start: to, end: to };
    if (start >= to) break;
    found.push({ start: Math.max(start, from), end: Math.min(end, to) });
  }
  return found;
}

function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? Infinity) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
