import type { Span } from '../../octets/span.ts';
import { decodeBase64, isBase64 } from '../../smtp/base64.ts';
import type { Exchange, WireLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { isMaskText } from '../security/maskedSecret.ts';
import { authFramesOf } from '../security/authFrames.ts';

/** One message of a SASL exchange that the client sent. */
export interface SaslMessage {
  readonly at: Span;
  /** Decoded; undefined where it is hidden, cancels the exchange, or is no base64. */
  readonly octets: Uint8Array | undefined;
  /** The same as Latin-1, for patterns. Secrets in it never enter a finding. */
  readonly text: string | undefined;
}

/** What an AUTH exchange consists of (RFC 4954 §4). */
export interface SaslExchange {
  /** Upper case. */
  readonly mechanism: string;
  readonly mechanismSpan: Span;
  /** The initial response came with the command. */
  readonly initial: boolean;
  /** In order, a cancelling "*" left out. */
  readonly messages: readonly SaslMessage[];
}

/**
 * The messages of the client, decoded; undefined where the transcript shows them in another form
 * than they were sent in, so that nothing can be said about them.
 */
export function saslExchangeOf(context: RuleContext, exchange: Exchange): SaslExchange | undefined {
  const { command, responses } = exchange;
  if (command.raw || command.masked || responses.some(isUnclear)) return undefined;
  if (printsDecoded(exchange, context)) return undefined;
  const { mechanism, mechanismSpan, initial, frames } = authFramesOf(context, exchange);
  const messages = frames.map((at, index): SaslMessage => {
    return { at, ...decoded(context, at, initial && index === 0 ? 'initial' : 'later') };
  });
  return { mechanism, mechanismSpan, initial, messages };
}

/** A tool that decodes for its reader prints challenges and responses alike. */
export function printsDecoded(exchange: Exchange, { chunk }: RuleContext): boolean {
  if (chunk.dialect === 'smtp') return false;
  return exchange.replies.some(({ code, lines: [first] }) => {
    if (code !== 334 || first === undefined) return false;
    return !isBase64(chunk.octets, first.text.start, first.text.end);
  });
}

function isUnclear({ raw, masked }: WireLine): boolean {
  return raw || masked;
}

function decoded(
  context: RuleContext,
  at: Span,
  place: 'initial' | 'later',
): Pick<SaslMessage, 'octets' | 'text'> {
  const { octets: chunk, scanner } = context.chunk;
  const written = context.text(at);
  const empty = place === 'initial' ? written === '=' : written === '';
  if (!empty && isMaskText(written)) return { octets: undefined, text: undefined };
  const octets = empty ? new Uint8Array() : decodeBase64(chunk, at.start, at.end);
  if (octets === undefined) return { octets, text: undefined };
  const text = scanner.latin1(octets, 0, octets.length);
  // Some tools put a base64 stand-in where the secret was.
  return isMaskText(text) && text !== ''
    ? { octets: undefined, text: undefined }
    : { octets, text };
}
