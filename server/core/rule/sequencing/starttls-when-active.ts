import type { Exchange, Session } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { BYE, openedWith } from './exampleParts.ts';
import { deleteExchanges } from './repair.ts';
import { accepted } from '../replyOf.ts';

/** STARTTLS under TLS. */
export const starttlsWhenActive = defineRule({
  id: 'starttls-when-active',
  category: 'sequencing',
  severity: 'error',
  message: 'STARTTLS although TLS is already in use.',
  why: 'TLS can be started once in a connection; a client must not ask again, and a server must not offer it any more.',
  advice: 'Remove this STARTTLS.',
  refs: ['RFC 3207 §4.2'],
  offWhen: 'You test how a server answers a second STARTTLS.',
  silences: { line: ['verb-not-advertised', 'starttls-in-transaction'] },
  on: 'exchange',
  verbs: ['STARTTLS'],
  clues: ['tls'],
  check(exchange, context) {
    const { before, known, command } = exchange;
    if (!before.tls || !known.tls || before.name === 'closed') return;
    const edits = exchange.unanswered === 0 ? deleteExchanges(context, [exchange]) : undefined;
    context.report({
      at: command.verbSpan,
      related: firstOf(context.session)
        .filter(other => other !== exchange)
        .slice(0, 1)
        .map(other => ({ at: other.command.span, message: 'TLS was started here.' })),
      fix: edits && { title: 'Delete this STARTTLS', safe: false, edits },
    });
  },
  examples: {
    bad: [
      `${openedWith('STARTTLS')}
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
C: STARTTLS
#~ ^^^^^^^^ starttls-when-active
S: 503 Already
${BYE}`,
    ],
    good: [
      `${openedWith('STARTTLS')}
C: STARTTLS
S: 454 Not now
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
${BYE}`,
    ],
  },
});

const known = new WeakMap<Session, readonly Exchange[]>();

/** The first two STARTTLS that were accepted, looked for once a session. */
function firstOf(session: Session): readonly Exchange[] {
  let found = known.get(session);
  if (found === undefined) {
    found = session.exchanges
      .filter(other => other.command.verb === 'STARTTLS' && accepted(other))
      .slice(0, 2);
    known.set(session, found);
  }
  return found;
}
