import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED } from './exampleParts.ts';
import { helloFaults } from './helloFaults.ts';
import { clientName, helloBefore, serverName } from './repair.ts';

/** A mail transaction without a hello. */
export const heloRequiredBeforeMail = defineRule({
  id: 'helo-required-before-mail',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} before EHLO or HELO.',
  why: 'A client has to introduce itself with EHLO or HELO before it starts a mail transaction; most servers answer 503 otherwise.',
  advice: 'Send EHLO first and wait for its reply.',
  refs: ['RFC 5321 §4.1.1.1', 'RFC 5321 §4.1.4'],
  offWhen: 'The server is known to take mail without a hello.',
  on: 'session',
  clues: ['hello-fault'],
  check(session, context) {
    for (const { exchange, cause } of helloFaults(session)) {
      if (cause !== 'never') continue;
      const { command } = exchange;
      context.report({
        at: command.verbSpan,
        values: { verb: command.verb },
        fix: helloBefore(context, exchange, [
          ['client', `EHLO ${clientName(context)}`],
          ['server', `250 ${serverName(context)}`],
        ]),
      });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: MAIL FROM:<a@client.example>
#~ ^^^^ helo-required-before-mail
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}
${BYE}`,
      `
S: 220 mx.example ESMTP ready
C: MAIL FROM:<a@client.example>
#~ ^^^^ helo-required-before-mail
S: 503 Say hello first
C: RCPT TO:<b@mx.example>
S: 503 Say hello first
C: EHLO client.example
S: 250 mx.example
${BYE}`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
      `
S: 220 mx.example ESMTP ready
C: NOOP
S: 250 OK
C: RSET
S: 250 OK
C: HELP
S: 214 See the manual
${BYE}`,
      `${OPENED}
C: EHLO other.example
S: 550 Once is enough
${ENVELOPE}
${DATA}
${BYE}`,
    ],
  },
});
