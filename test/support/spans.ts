import { strict as assert } from 'node:assert';
import type { Span } from '../../server/core/octets/span.ts';

/** Asserts that a span lies within another. */
export function inside(span: Span, limit: Span, what: string): void {
  const fits = limit.start <= span.start && span.start <= span.end && span.end <= limit.end;
  assert.ok(fits, `${what} ${JSON.stringify(span)} in ${JSON.stringify(limit)}`);
}

/** Every span of a value lies within the limit; what was seen is not walked again. */
export function allInside(value: unknown, limit: Span, seen = new Set<unknown>()): void {
  const todo: unknown[] = [value];
  for (let next = todo.pop(); todo.length > 0 || next !== undefined; next = todo.pop()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    const { start, end } = next as { start?: unknown; end?: unknown };
    if (typeof start === 'number' && typeof end === 'number') inside({ start, end }, limit, 'span');
    const entries: unknown[] = Object.values(next);
    todo.push(...entries.filter(entry => typeof entry === 'object'));
  }
}
