import type { Span } from '../octets/span.ts';
import type { Chunk, Exchange } from '../transcript/model.ts';
import { placeAt } from './placeAt.ts';
import { mentionsOf, variableAt } from './variableAt.ts';

/** A command and what answered it, wherever the cursor is in one of them; or a variable's name. */
export function highlightsAt(chunk: Chunk, offset: number): Span[] {
  const variable = variableAt(chunk, offset);
  if (variable !== undefined) return [...mentionsOf(variable.variable)];
  const place = placeAt(chunk, offset);
  if (place === undefined || place.kind === 'directive') return [];
  if (place.exchange === undefined) return [];
  return spansOf(place.exchange);
}

function spansOf({ command, replies, content }: Exchange): Span[] {
  const answers = [...replies, ...(content?.replies ?? [])];
  return [command.span, ...answers.flatMap(reply => reply.lines.map(line => line.span))];
}
