import { volatileParts } from './volatileParts.ts';
import type { Opening, VolatilePart } from './volatileParts.ts';

/**
 * The text with each volatile place as `‹kind›`: two replies that mean the same give the same. To
 * fold again changes nothing.
 */
export function foldVolatile(text: string, opening: Opening = 'text'): string {
  return withoutParts(text, volatileParts(text, opening));
}

/** The text with these places, in order, as `‹kind›`. */
export function withoutParts(text: string, parts: readonly VolatilePart[]): string {
  if (parts.length === 0) return text;
  let folded = '';
  let from = 0;
  for (const { start, end, kind } of parts) {
    folded += `${text.slice(from, start)}‹${kind}›`;
    from = end;
  }
  return folded + text.slice(from);
}
