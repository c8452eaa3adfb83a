import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { offerOf } from '../extension/offerOf.ts';
import { unsafeFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A non-ASCII recipient without SMTPUTF8; non-ascii-in-command has the MAIL line itself. */
export const addressNonAscii = defineRule({
  id: 'address-non-ascii',
  category: 'address',
  severity: 'error',
  // Programs that relay what they are given do so, and servers that know UTF-8 take it.
  capture: 'information',
  message: 'The address has non-ASCII characters, but SMTPUTF8 is not {state}.',
  why: 'Such an address is legal only in a transaction whose MAIL has the parameter SMTPUTF8, which needs a server that offers it.',
  advice:
    'Add SMTPUTF8 to MAIL where the server offers it; otherwise use an ASCII address (a domain can be written as A-labels).',
  refs: ['RFC 6531 §3.2', 'RFC 6531 §3.4'],
  offWhen: 'Your servers take UTF-8 without being asked, and you use no others.',
  on: 'session',
  clues: ['odd-path'],
  check(session, context) {
    let mail: Exchange | undefined;
    for (const exchange of session.exchanges) {
      if (exchange.command.verb === 'MAIL') mail = exchange;
      // A pipelined RCPT goes by the MAIL before it, whatever became of that.
      if (exchange.command.verb !== 'RCPT' || isAsking(mail, session, context)) continue;
      for (const { start, end } of pathProblems(exchange, context, 'address-non-ascii')) {
        const offered = offerOf(exchange, ['SMTPUTF8']) === 'offered';
        context.report({
          at: { start, end },
          values: { state: offered ? 'requested' : 'offered' },
          related: mail ? [{ at: mail.command.span, message: 'SMTPUTF8 belongs here.' }] : [],
          fix: offered ? parameterFix(mail) : undefined,
        });
      }
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<用户@mx.example>
#~ address-non-ascii
S: 553 Bad address
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<müller@mx.example>
#~ address-non-ascii
S: 553 Bad address
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@client.example> SMTPUTF8
S: 250 OK
C: RCPT TO:<用户@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-PIPELINING
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@client.example> SMTPUTF8
C: RCPT TO:<用户@mx.example>
C: RSET
S: 550 No
S: 503 No
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** Also true where the MAIL that could ask lies outside the transcript. */
function isAsking(mail: Exchange | undefined, session: Session, context: RuleContext): boolean {
  return mail === undefined ? session.hidden.start : context.envelope(mail).smtputf8;
}

function parameterFix(mail: Exchange | undefined): Fix | undefined {
  if (mail === undefined || mail.command.raw) return undefined;
  const { end } = mail.command.argument;
  return unsafeFix('Add SMTPUTF8 to MAIL', { start: end, end }, ' SMTPUTF8');
}
