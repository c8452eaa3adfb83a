import type { Span } from '../../octets/span.ts';
import type { Exchange, Session, Step } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** A reply line for each line of content taken for a command; more are nobody's slip. */
const MOST = 100;

/** The lines of the refusals right after an exchange, which nobody asked for. */
export function protestsAfter(exchange: Exchange, { session }: RuleContext): readonly Span[] {
  const found: Span[] = [];
  const from = (placesOf(session).get(exchange) ?? session.steps.length) + 1;
  for (let at = from; at < from + MOST; at++) {
    const step = session.steps[at];
    if (step?.kind !== 'stray' || step.reply.code < 500) break;
    for (const { line } of step.reply.lines) found.push(line);
  }
  return found;
}

const places = new WeakMap<Session, ReadonlyMap<Step, number>>();

/** Where each step stands; made once, as a session may have many slips. */
function placesOf(session: Session): ReadonlyMap<Step, number> {
  const known = places.get(session);
  if (known !== undefined) return known;
  const made = new Map(session.steps.map((step, at) => [step, at]));
  places.set(session, made);
  return made;
}
