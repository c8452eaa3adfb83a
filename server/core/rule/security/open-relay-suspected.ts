import { CLOSING, DATA, END_OF_DATA, HEADER, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { areRelated, domainOf, serverNamesOf } from './relayNames.ts';

const MESSAGE = `${DATA}${HEADER}C: \nC: hi\n${END_OF_DATA}`;

/** From elsewhere to elsewhere, and nobody had to log in. */
export const openRelaySuspected = defineRule({
  id: 'open-relay-suspected',
  category: 'security',
  severity: 'hint',
  strictOnly: true,
  message: 'The server accepts mail from {from} for {to} without authentication.',
  why: 'Neither the sender nor the recipient seems to belong to the server; a server that takes such mail from anybody is an open relay. But its name need not tell for which domains it takes mail.',
  advice: 'Look whether the recipient domain names this server as its MX; else close the relay.',
  refs: ['RFC 5321 §7.9', 'RFC 2505 §2.1', 'RFC 6409 §4.3'],
  offWhen: 'The server takes mail for many domains, as that of a provider does.',
  on: 'transaction',
  check({ mail, recipients, final, outcome }, context) {
    if (outcome !== 'accepted' || final === undefined || final.before.authenticated) return;
    const from = domainOf(mail, context);
    const own = serverNamesOf(context.session, context);
    if (from === undefined || own.length === 0) return;
    const isOwn = (domain: string): boolean => own.some(name => areRelated(name, domain));
    if (isOwn(from)) return;
    for (const rcpt of recipients) {
      const to = domainOf(rcpt, context);
      if (to === undefined || isOwn(to) || areRelated(to, from)) continue;
      context.report({
        at: rcpt.command.span,
        values: { from, to },
        related: [{ at: mail.command.span, message: 'The sender.' }],
      });
      return;
    }
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@other.example>
#~ ^^^^^^^^^^^^^^^^^^^^^^^^^ open-relay-suspected
S: 250 OK
${MESSAGE}${CLOSING}`,
    ],
    good: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${MESSAGE}${CLOSING}`,
    ],
  },
});
