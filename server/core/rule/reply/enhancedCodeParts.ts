import type { Span } from '../../octets/span.ts';
import { malformedEnhancedCodeEnd, readEnhancedCode } from '../../smtp/enhancedCode.ts';
import type { EnhancedCode } from '../../smtp/enhancedCode.ts';
import type { Exchange, ReplyLine } from '../../transcript/model.ts';
import type { Capabilities } from '../../transcript/state.ts';
import type { ReplyNode } from '../rule.ts';

/** A greeting, a hello and help have free text where digits and dots may be anything. */
const FREE_TEXT: ReadonlySet<string> = new Set(['EHLO', 'HELO', 'LHLO', 'HELP']);

/** The replies to this verb, upper case, are text for people, enhanced codes or not. */
export function hasFreeText(verb: string): boolean {
  return FREE_TEXT.has(verb);
}

/** The command of a reply that may carry enhanced codes (RFC 2034 §4); undefined for others. */
export function codedCommand({ to }: ReplyNode): Exchange | undefined {
  if (to === undefined || to === 'connect' || hasFreeText(to.command.verb)) return undefined;
  return to;
}

/** The server said that its replies to this command carry enhanced codes. */
export function offersEnhancedCodes({ before }: Exchange): boolean {
  return promisesEnhancedCodes(before.capabilities);
}

/** The list promises enhanced codes. One that the transcript does not show promises nothing. */
export function promisesEnhancedCodes(capabilities: Capabilities): boolean {
  return capabilities.size > 0 && capabilities.has('ENHANCEDSTATUSCODES');
}

/** The first digit of a reply code that enhanced codes go with; undefined for the others. */
export function codedClass({ code }: ReplyLine): 2 | 4 | 5 | undefined {
  const digit = Math.trunc(code / 100);
  return digit === 2 || digit === 4 || digit === 5 ? digit : undefined;
}

/** The enhanced code at the start of a line's text, well formed. */
export function enhancedCodeIn(octets: Uint8Array, { text }: ReplyLine): EnhancedCode | undefined {
  return readEnhancedCode(octets, text.start, text.end);
}

/** Where an enhanced code that is not well formed stands; addresses and versions look similar. */
export function brokenEnhancedCodeIn(
  octets: Uint8Array,
  { text: { start, end } }: ReplyLine,
): Span | undefined {
  const to = malformedEnhancedCodeEnd(octets, start, end);
  return to < 0 ? undefined : { start, end: to };
}
