import type { Span } from '../octets/span.ts';
import { envelopeOf } from '../transcript/envelope.ts';
import type { Chunk, Exchange } from '../transcript/model.ts';
import { holds, placeAt } from './placeAt.ts';
import type { Place } from './placeAt.ts';

/** Ever wider spans around an offset: word, line, command with its answer, transaction, session. */
export function selectionsAt(chunk: Chunk, offset: number): Span[] {
  const place = placeAt(chunk, offset);
  if (place === undefined) return [];
  if (place.kind === 'directive')
    return widening([place.directive.valueSpan, place.directive.line], offset);
  const { session } = place;
  const transaction = session.transactions.find(each => {
    const last = each.final ?? each.recipients.at(-1);
    return last !== undefined && holds(extentOf(each.mail, last), offset);
  });
  const last = transaction?.final ?? transaction?.recipients.at(-1);
  return widening(
    [
      ...partsOf(chunk, place),
      ...(place.exchange === undefined ? [] : [extentOf(place.exchange, place.exchange)]),
      ...(transaction && last ? [extentOf(transaction.mail, last)] : []),
      session.span,
    ],
    offset,
  );
}

function partsOf(chunk: Chunk, place: Exclude<Place, { kind: 'directive' }>): Span[] {
  switch (place.kind) {
    case 'command': {
      const { command } = place.exchange;
      return [
        command.verbSpan,
        ...envelopeParts(chunk, place.exchange),
        command.span,
        command.line,
      ];
    }
    case 'reply':
      return [place.line.text, place.line.span, place.line.line, place.reply.span];
    case 'response':
      return [place.line.span, place.line.line];
    case 'content':
      return [place.content.span];
  }
}

function envelopeParts(chunk: Chunk, exchange: Exchange): Span[] {
  const { verb, argument } = exchange.command;
  if (verb !== 'MAIL' && verb !== 'RCPT') return [argument];
  const { path, params } = envelopeOf(chunk, exchange);
  const { localPart, mailbox, span } = path.path;
  const inPath = [localPart?.span, path.path.domain?.span, mailbox, span];
  const inParams = params.params.flatMap(param => [param.valueSpan, param.span]);
  return [...inPath, ...inParams, argument].filter(part => part !== undefined);
}

/** From the first command to the last answer. */
function extentOf(first: Exchange, last: Exchange): Span {
  const end = last.content?.replies.at(-1)?.span.end ?? last.replies.at(-1)?.span.end ?? 0;
  const contentEnd = last.content?.span.end ?? 0;
  return {
    start: first.command.line.start,
    end: Math.max(end, contentEnd, last.command.line.end),
  };
}

/** Those that hold the offset, each strictly wider than the one before. */
function widening(spans: readonly Span[], offset: number): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    const wider =
      last === undefined ||
      (span.start <= last.start &&
        span.end >= last.end &&
        span.end - span.start > last.end - last.start);
    if (holds(span, offset) && wider) result.push(span);
  }
  return result;
}
