import type { Exchange, Session } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, openedWith } from './exampleParts.ts';
import { deleteExchanges } from './repair.ts';

/** AUTH although the client is known. */
export const authRepeated = defineRule({
  id: 'auth-repeated',
  category: 'sequencing',
  severity: 'error',
  message: 'AUTH after authentication already succeeded.',
  why: 'Once AUTH succeeded no other may follow in the session; the server must answer 503.',
  advice: 'Remove it; to become somebody else, open a new connection.',
  refs: ['RFC 4954 §4'],
  offWhen: 'Your server lets a client change its user in a session.',
  silences: { line: ['auth-in-transaction'] },
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const { before, known, command } = exchange;
    if (!before.authenticated || !known.authenticated || before.name === 'closed') return;
    const earlier = successBefore(context.session, command.line.start);
    const edits = exchange.unanswered === 0 ? deleteExchanges(context, [exchange]) : undefined;
    context.report({
      at: command.verbSpan,
      related: earlier ? [{ at: earlier.command.verbSpan, message: 'This AUTH succeeded.' }] : [],
      fix: edits && { title: 'Delete this AUTH', safe: false, edits },
    });
  },
  examples: {
    bad: [
      `${openedWith('AUTH EXTERNAL')}
C: AUTH EXTERNAL YQ==
S: 235 2.7.0 OK
C: RSET
S: 250 OK
C: AUTH EXTERNAL YQ==
#~ ^^^^ auth-repeated
S: 503 Already
${ENVELOPE}
${DATA}
${BYE}`,
    ],
    good: [
      `${openedWith('AUTH EXTERNAL')}
C: AUTH EXTERNAL YQ==
S: 535 5.7.8 Bad
C: AUTH EXTERNAL Yg==
S: 235 2.7.0 OK
${ENVELOPE}
${DATA}
${BYE}`,
    ],
  },
});

const successes = new WeakMap<Session, readonly Exchange[]>();

/** The last exchange before `offset` that was answered with 235. */
function successBefore(session: Session, offset: number): Exchange | undefined {
  let known = successes.get(session);
  if (known === undefined) {
    known = session.exchanges.filter(({ replies }) => replies.some(({ code }) => code === 235));
    successes.set(session, known);
  }
  let low = 0;
  let high = known.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((known[middle]?.command.line.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return known[low - 1];
}
