import { CLOSING, DATA, END_OF_DATA, ENVELOPE, HEADER } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { OFFERS_TLS, UNDER_TLS } from './exampleParts.ts';
import { offerLineOf } from './offerLine.ts';
import { isProtectedSession } from './protectedSession.ts';

const MESSAGE = `${ENVELOPE}${DATA}${HEADER}C: \nC: hi\n${END_OF_DATA}`;

/** TLS could be had, and the message went in the clear. */
export const starttlsUnused = defineRule({
  id: 'starttls-unused',
  category: 'security',
  severity: 'hint',
  // Opportunistic clients of all kinds do so.
  capture: 'off',
  message: 'STARTTLS is offered and not used.',
  why: 'Everybody on the way can read the message and change it, though the server would encrypt the connection.',
  advice: 'Send STARTTLS after EHLO, then EHLO again.',
  refs: ['RFC 8314 §3', 'RFC 8314 §4.1', 'RFC 3207 §4'],
  offWhen: 'The transcript is about something else, or the network is your own.',
  on: 'session',
  clues: ['open-offer'],
  check(session, context) {
    if (session.tls || session.final.capabilities.get('STARTTLS') === undefined) return;
    const tried = session.exchanges.some(({ command }) => command.verb === 'STARTTLS');
    const [transaction] = session.transactions;
    if (tried || transaction === undefined || isProtectedSession(context)) return;
    const at = offerLineOf(session, 'STARTTLS', context);
    if (at === undefined) return;
    const { span } = transaction.mail.command;
    context.report({ at, related: [{ at: span, message: 'This is sent in the clear.' }] });
  },
  examples: {
    bad: [
      `${OFFERS_TLS}#~     ^^^^^^^^ starttls-unused
${MESSAGE}${CLOSING}`,
    ],
    good: [
      `${UNDER_TLS}C: EHLO client.example
S: 250 mx.example
${MESSAGE}${CLOSING}`,
      // Nothing was sent that is worth protecting.
      `${OFFERS_TLS}${CLOSING}`,
      `# @target 127.0.0.1:2525\n${OFFERS_TLS}${MESSAGE}${CLOSING}`,
    ],
  },
});
