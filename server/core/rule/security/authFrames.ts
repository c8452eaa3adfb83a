import type { Span } from '../../octets/span.ts';
import { nextBlank, skipBlanks } from '../../smtp/octet.ts';
import type { Exchange, WireLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** What a client sent in an AUTH exchange (RFC 4954 §4). */
export interface AuthFrames {
  /** Upper case, '' where none is named. */
  readonly mechanism: string;
  readonly mechanismSpan: Span;
  /** The initial response, where there is one, then the responses; "=" stands for an empty one. */
  readonly frames: readonly Span[];
  /** An initial response came with the command. */
  readonly initial: boolean;
}

/** Takes the AUTH exchange apart; cancelling "*" lines are left out. */
export function authFramesOf(context: RuleContext, exchange: Exchange): AuthFrames {
  const { octets } = context.chunk;
  const { start, end } = exchange.command.argument;
  const mechanismEnd = nextBlank(octets, start, end);
  const mechanismSpan = { start, end: mechanismEnd };
  const from = skipBlanks(octets, mechanismEnd, end);
  const initial = from < end;
  const responses = exchange.responses.map(payloadOf).filter(span => context.text(span) !== '*');
  return {
    mechanism: context.text(mechanismSpan).toUpperCase(),
    mechanismSpan,
    frames: initial ? [{ start: from, end }, ...responses] : responses,
    initial,
  };
}

function payloadOf({ span }: WireLine): Span {
  return { start: span.start, end: span.end };
}
