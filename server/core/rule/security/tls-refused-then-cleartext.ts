import type { Exchange } from '../../transcript/model.ts';
import { CLOSING, ENVELOPE } from '../exampleParts.ts';
import { codeOf } from '../replyOf.ts';
import type { Severity } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { isProtectedSession } from './protectedSession.ts';

const REFUSED = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-STARTTLS
S: 250 AUTH PLAIN
C: STARTTLS
S: 454 TLS not available
`;

/** No TLS to be had, and the client says everything in the clear. */
export const tlsRefusedThenCleartext = defineRule({
  id: 'tls-refused-then-cleartext',
  category: 'security',
  severity: 'warning',
  capture: 'information',
  message: 'STARTTLS failed ({code}) and the client went on unencrypted{what}.',
  why: 'Whoever sits between the two can bring about this refusal, and then read all that follows; with AUTH the password is theirs.',
  advice:
    'Let the client give up where it needs TLS. A relay that takes what it gets should ask MTA-STS or DANE whether TLS was to be expected.',
  refs: ['RFC 3207 §4', 'RFC 3207 §6', 'RFC 8461 §1'],
  offWhen: 'Encryption is optional in your network, and nobody logs in there.',
  silences: { line: ['plaintext-auth-without-tls'], session: ['starttls-unused'] },
  on: 'session',
  clues: ['tls'],
  check(session, context) {
    let refusal: Exchange | undefined;
    for (const exchange of session.exchanges) {
      const { command, before, known } = exchange;
      const code = codeOf(exchange);
      if (before.tls) return;
      if (command.verb === 'STARTTLS') refusal = code >= 400 ? exchange : undefined;
      if (refusal === undefined || exchange === refusal || known.tls) continue;
      const what = GOES_ON.get(command.verb);
      if (what === undefined || isProtectedSession(context)) continue;
      context.report({
        at: command.verbSpan,
        severity: what.severity,
        values: { code: codeOf(refusal), what: what.text },
        related: refusal.replies.map(({ span }) => ({ at: span, message: 'TLS failed here.' })),
      });
      if (what.severity === 'warning') return;
      // What comes after MAIL is worse only where it is AUTH.
      refusal = undefined;
    }
  },
  examples: {
    bad: [
      `${REFUSED}C: AUTH PLAIN <redacted>
#~ ^^^^ tls-refused-then-cleartext
S: 235 OK
${CLOSING}`,
      `${REFUSED}C: MAIL FROM:<a@client.example>
#~ ^^^^ tls-refused-then-cleartext
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
    good: [
      `${REFUSED}${CLOSING}`,
      `${REFUSED}C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
${ENVELOPE}C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

const GOES_ON: ReadonlyMap<string, { text: string; severity: Severity }> = new Map([
  ['AUTH', { text: ', with AUTH', severity: 'warning' as const }],
  ['X-EXPS', { text: ', with AUTH', severity: 'warning' as const }],
  // Relays that take what they get are right to.
  ['MAIL', { text: '', severity: 'hint' as const }],
]);
