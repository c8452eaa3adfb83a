import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, openedWith } from './exampleParts.ts';
import { wasPending } from './pending.ts';
import { accepted, codeOf } from '../replyOf.ts';

const DEMANDED = `${openedWith('AUTH SCRAM-SHA-256')}
C: MAIL FROM:<a@client.example>
S: 530 5.7.0 Authentication required`;

/** 530 and the same command again, without what was asked for. */
export const authDemandIgnored = defineRule({
  id: 'auth-demand-ignored',
  category: 'sequencing',
  severity: 'warning',
  capture: 'information',
  message: 'The server demanded {what} (530) and the client repeats {verb} without it.',
  why: 'The answer stays 530 until the client has done what it asks for.',
  advice: 'Send AUTH, or STARTTLS where the reply asks for TLS, before the next MAIL.',
  refs: ['RFC 4954 §6', 'RFC 3207 §4'],
  offWhen: 'You test how a server answers clients that do not listen.',
  silences: { line: ['permanent-failure-retried'] },
  on: 'session',
  clues: ['refusal'],
  check(session, context) {
    let demand: Exchange | undefined;
    let told = false;
    for (const exchange of session.exchanges) {
      if (codeOf(exchange) !== 530) {
        if (accepted(exchange) && FULFILS.has(exchange.command.verb)) demand = undefined;
        continue;
      }
      if (demand === undefined) {
        demand = exchange;
        told = false;
        continue;
      }
      const { verb, verbSpan } = exchange.command;
      const again = verb === demand.command.verb && !wasPending(session, demand, exchange);
      if (told || !again) continue;
      told = true;
      context.report({
        at: verbSpan,
        values: { verb, what: whatOf(demand, context) },
        related: demand.replies.map(({ span }) => ({ at: span, message: 'It was asked here.' })),
      });
    }
  },
  examples: {
    bad: [
      `${DEMANDED}
C: MAIL FROM:<a@client.example>
#~ ^^^^ auth-demand-ignored
S: 530 5.7.0 Authentication required
${BYE}`,
      `${openedWith('STARTTLS')}
C: MAIL FROM:<a@client.example>
S: 530 5.7.0 Must issue a STARTTLS command first
C: RSET
S: 250 OK
C: MAIL FROM:<c@client.example>
#~ ^^^^ auth-demand-ignored
S: 530 5.7.0 Must issue a STARTTLS command first
C: MAIL FROM:<d@client.example>
S: 530 5.7.0 Must issue a STARTTLS command first
${BYE}`,
    ],
    good: [
      `${DEMANDED}
C: AUTH SCRAM-SHA-256 <redacted>
S: 235 2.7.0 OK
${ENVELOPE}
${DATA}
${BYE}`,
      // Sent before the answer was known.
      `${openedWith('PIPELINING', 'AUTH SCRAM-SHA-256')}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
S: 530 5.7.0 Authentication required
S: 530 5.7.0 Authentication required
${BYE}`,
    ],
  },
});

const FULFILS: ReadonlySet<string> = new Set(['AUTH', 'X-EXPS', 'STARTTLS', 'XCLIENT', 'MAIL']);

/** 530 is for both; the text tells. */
function whatOf({ replies }: Exchange, context: RuleContext): string {
  const lines = replies[0]?.lines ?? [];
  const asksTls = lines.some(({ text: { start, end } }) => {
    const text = context.text({ start, end: Math.min(end, start + 300) });
    return /\b(?:STARTTLS|TLS|SSL|encrypt\w*)\b/i.test(text);
  });
  return asksTls ? 'TLS' : 'authentication';
}
