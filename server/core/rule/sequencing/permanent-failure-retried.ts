import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED } from './exampleParts.ts';
import { wasPending } from './pending.ts';
import { accepted, codeOf } from '../replyOf.ts';

const ASKED = `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<x@mx.example>
S: 550 No such user`;

/** The same again after a no for good. */
export const permanentFailureRetried = defineRule({
  id: 'permanent-failure-retried',
  category: 'sequencing',
  severity: 'warning',
  capture: 'information',
  message: 'The same command was repeated after {code}.',
  why: 'A 5yz reply is for good: the same request in the same sequence will be refused again, and servers count such tries.',
  advice: 'Change the request, leave it out, or start over with what was missing.',
  refs: ['RFC 5321 §4.2.1'],
  offWhen: 'A server is tried with repeated requests on purpose.',
  on: 'session',
  clues: ['refusal'],
  check(session, context) {
    const refusals = new Refusals();
    for (const exchange of session.exchanges) {
      const first = refusals.firstOf(exchange, context);
      if (first !== undefined && !wasPending(session, first, exchange)) {
        const reply = first.replies[0];
        context.report({
          at: exchange.command.span,
          values: { code: codeOf(first) },
          related: reply ? [{ at: reply.span, message: 'It was refused here.' }] : [],
        });
      }
      refusals.follow(exchange, context);
    }
  },
  examples: {
    bad: [
      `${ASKED}
C: RCPT TO:<x@mx.example>
#~ ^^^^^^^^^^^^^^^^^^^^^^ permanent-failure-retried
S: 550 No such user
C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `${ASKED.replace('550', '450')}
C: RCPT TO:<x@mx.example>
S: 250 OK
${DATA}
${BYE}`,
      // A new transaction is another sequence.
      `${ASKED}
C: RSET
S: 250 OK
C: MAIL FROM:<c@client.example>
S: 250 OK
C: RCPT TO:<x@mx.example>
S: 550 No such user
C: RSET
S: 250 OK
${BYE}`,
      // 552 for too many recipients is to be taken for 452.
      `${ASKED.replace('550 No such user', '552 Too many recipients')}
C: RCPT TO:<x@mx.example>
S: 250 OK
${DATA}
${BYE}`,
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
    ],
  },
});

const REPEATABLE: ReadonlySet<string> = new Set([
  ...['MAIL', 'RCPT', 'EHLO', 'HELO', 'LHLO', 'VRFY', 'EXPN', 'ETRN', 'STARTTLS'],
]);
/** What is accepted without changing what the next command may hope for. */
const CHANGES_NOTHING: ReadonlySet<string> = new Set(['RCPT', 'NOOP', 'HELP', 'VRFY', 'EXPN']);

const LONGEST = 1_000;
const MOST = 10_000;

/** What was refused for good since something else was accepted. */
class Refusals {
  readonly #refused = new Map<string, Exchange>();

  firstOf({ command }: Exchange, context: RuleContext): Exchange | undefined {
    if (this.#refused.size === 0 || !REPEATABLE.has(command.verb)) return undefined;
    return this.#refused.get(context.text(command.span));
  }

  follow(exchange: Exchange, context: RuleContext): void {
    const { command } = exchange;
    if (accepted(exchange) || codeOf(exchange) === 354) {
      if (!CHANGES_NOTHING.has(command.verb)) this.#refused.clear();
      return;
    }
    const code = codeOf(exchange);
    // 503 is about the order, 530 about what has to come before; 552 (RFC 5321 §4.5.3.1.10) may
    // mean 452.
    if (code < 500 || code === 503 || code === 530 || code === 552) return;
    if (!REPEATABLE.has(command.verb) || command.masked) return;
    if (command.span.end - command.span.start > LONGEST || this.#refused.size >= MOST) return;
    const text = context.text(command.span);
    if (!this.#refused.has(text)) this.#refused.set(text, exchange);
  }
}
