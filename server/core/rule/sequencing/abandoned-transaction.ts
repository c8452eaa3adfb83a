import { pathTextOf } from '../../transcript/envelope.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import type { OpenTransaction } from '../../transcript/state.ts';
import type { RuleContext } from '../context.ts';
import { placeOf } from '../placeOf.ts';
import { refused } from '../replyOf.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, openedWith } from './exampleParts.ts';
import { before } from './repair.ts';

/** QUIT in a transaction that could have gone on. */
export const abandonedTransaction = defineRule({
  id: 'abandoned-transaction',
  category: 'sequencing',
  severity: 'information',
  capture: 'hint',
  message: 'The transaction of line {line} is never sent or reset.',
  why: 'QUIT throws an open transaction away, so the message goes nowhere; that is legal, but mostly DATA was forgotten.',
  advice: 'Send the message, or say with RSET that it is given up.',
  refs: ['RFC 5321 §4.1.1.10', 'RFC 5321 §4.1.4'],
  offWhen: 'Your sessions only ask whether recipients would be taken.',
  on: 'exchange',
  verbs: ['QUIT'],
  clues: ['transaction-fault'],
  check(exchange, context) {
    const open = exchange.before.transaction;
    if (open === undefined || isMeant(open, exchange, context)) return;
    const { command } = open.mail;
    context.report({
      at: exchange.command.verbSpan,
      values: { line: { line: command.line.start } },
      related: [{ at: command.span, message: 'The transaction begins here.' }],
      fix: before(context, exchange, 'Insert RSET before QUIT', [
        ['client', 'RSET'],
        ['server', '250 OK'],
      ]),
    });
  },
  examples: {
    bad: [
      `${OPENED}
${ENVELOPE}
C: QUIT
#~ ^^^^ abandoned-transaction
S: 221 Bye
`,
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: QUIT
#~ ^^^^ abandoned-transaction
S: 221 Bye
`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\nC: RSET\nS: 250 OK\n${BYE}`,
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
      // Nobody was accepted, so there is nothing to send.
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<x@mx.example>
S: 550 No such user
${BYE}`,
      // The client wants all of its recipients or none.
      `${OPENED}
${ENVELOPE}
C: RCPT TO:<x@mx.example>
S: 550 No such user
${BYE}`,
      // A server that verifies a sender asks with the null path.
      `${OPENED}
C: MAIL FROM:<>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${BYE}`,
      // The server did not want it.
      `${OPENED}\n${ENVELOPE}\nC: DATA\nS: 451 Not now\n${BYE}`,
      `${openedWith('PIPELINING')}\n${ENVELOPE}\n${DATA}\n${BYE}`,
    ],
  },
});

const SENDS: ReadonlySet<string> = new Set(['DATA', 'BDAT', 'BURL']);

/** A refusal was the last word, all were refused, or it is a question about a recipient. */
function isMeant(open: OpenTransaction, quit: Exchange, context: RuleContext): boolean {
  if (open.usedBdat || (open.acceptedCount === 0 && open.refused > 0)) return true;
  if (open.mail.command.verb !== 'MAIL' || quit.known.transaction === undefined) return true;
  if (pathTextOf(context.chunk, open.mail) === '') return true;
  const { session } = context;
  const end = placeOf(session, quit);
  const last = session.exchanges[end - 1];
  if (last?.command.verb === 'RCPT' && refused(last)) return true;
  return isGivenUp(session, open.mail, end);
}

/** What each MAIL was looked through up to: a client may say QUIT many times. */
const looked = new WeakMap<Exchange, { readonly end: number; readonly givenUp: boolean }>();

/** The client tried to send, or gave up: a RSET that was not refused, however odd the answer. */
function isGivenUp(session: Session, mail: Exchange, end: number): boolean {
  const known = looked.get(mail);
  const before = known !== undefined && known.end <= end ? known : undefined;
  let givenUp = before?.givenUp ?? false;
  for (let at = before?.end ?? placeOf(session, mail); at < end && !givenUp; at++) {
    const exchange = session.exchanges[at];
    const { verb } = exchange?.command ?? {};
    givenUp = SENDS.has(verb ?? '') || (verb === 'RSET' && (exchange?.replies[0]?.code ?? 0) < 400);
  }
  looked.set(mail, { end, givenUp });
  return givenUp;
}
