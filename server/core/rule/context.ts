import { lengthBeforeLineEnd, unescape } from '../octets/escapes.ts';
import type { Span } from '../octets/span.ts';
import { envelopeOf } from '../transcript/envelope.ts';
import type { Envelope } from '../transcript/envelope.ts';
import type { Chunk, Exchange, Session, WireLine } from '../transcript/model.ts';
import type { OptionValue, Report } from './rule.ts';

/** What a check may ask and do. Made once a session; the same for all rules. */
export interface RuleContext {
  readonly chunk: Chunk;
  readonly session: Session;
  /** The text of a span, UTF-8 decoded; escapes are left as written. */
  text(span: Span): string;
  /** What a line put on the wire: escapes of a raw line resolved, without the line end. */
  wireText(line: WireLine): string;
  /** The octets of the same. */
  wireOctets(line: WireLine): Uint8Array;
  /** Path and parameters of a MAIL or RCPT command, parsed once. */
  envelope(exchange: Exchange): Envelope;
  report(report: Report): void;
  /** The value of an option of the rule that asks; undefined where it has no such option. */
  option(name: string): OptionValue | undefined;
  /** The ids of all rules there are. */
  readonly rules: ReadonlySet<string>;
  /** The value of a Date field for a fix; undefined where the host gave no time. */
  readonly date: string | undefined;
  /** The chunk holds the octets of a file as they are; an editor's text has its own line ends. */
  readonly fileOctets: boolean;
}

/** A context for the rules of one session; `report` receives what the current rule finds. */
export function ruleContext(
  chunk: Chunk,
  session: Session,
  given: Pick<RuleContext, 'report' | 'option' | 'rules' | 'date' | 'fileOctets'>,
): RuleContext {
  const { octets, scanner } = chunk;
  const wireOctets = (line: WireLine): Uint8Array => {
    const { start, end } = line.span;
    if (!line.raw) return octets.subarray(start, end);
    const wire = unescape(octets, start, end).octets;
    return wire.subarray(0, lengthBeforeLineEnd(wire));
  };
  return {
    chunk,
    session,
    text: span => scanner.utf8(octets, span.start, span.end),
    wireText: line => {
      const wire = wireOctets(line);
      return scanner.utf8(wire, 0, wire.length);
    },
    wireOctets,
    envelope: exchange => envelopeOf(chunk, exchange),
    ...given,
  };
}
