import type { Exchange, Session } from '../../transcript/model.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';
import { refused } from './replyOf.ts';

/** The hello of the other protocol. */
export const lmtpHelloMismatch = defineRule({
  id: 'lmtp-hello-mismatch',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} does not belong to {protocol}.',
  why: 'LMTP opens with LHLO and has neither HELO nor EHLO; SMTP does not know LHLO. The two must not be mistaken for one another, since they reply differently to a message.',
  advice: 'Use LHLO in LMTP and EHLO in SMTP.',
  refs: ['RFC 2033 §4.1'],
  silences: { session: ['ehlo-fallback-missing'], line: ['unknown-command'] },
  on: 'exchange',
  verbs: ['EHLO', 'HELO', 'LHLO'],
  clues: ['lmtp'],
  check(exchange, context) {
    const { command } = exchange;
    const { session } = context;
    if (!isMismatch(session, exchange) || exchange.before.name === 'closed') return;
    const right = session.protocol === 'LMTP' ? 'LHLO' : 'EHLO';
    context.report({
      at: command.verbSpan,
      values: { verb: command.verb, protocol: session.protocol },
      fix: command.raw
        ? undefined
        : unsafeFix(`Replace ${command.verb} by ${right}`, command.verbSpan, right),
    });
  },
  examples: {
    bad: [
      `
S: 220 lmtp.example LMTP ready
C: EHLO client.example
#~ ^^^^ lmtp-hello-mismatch
S: 500 Use LHLO
${BYE}`,
      `
S: 220 mx.example ESMTP ready
C: LHLO client.example
#~ ^^^^ lmtp-hello-mismatch
S: 500 Unknown command
C: EHLO client.example
S: 250 mx.example
${BYE}`,
    ],
    good: [
      `
S: 220 lmtp.example LMTP ready
C: LHLO client.example
S: 250 lmtp.example
${BYE}`,
      `
S: 220 lmtp.example ready
C: LHLO client.example
S: 250 lmtp.example
${BYE}`,
      `${OPENED}\n${BYE}`,
    ],
  },
});

/** An accepted LHLO or the word LMTP in the greeting makes it LMTP. */
function isMismatch({ protocol, hidden }: Session, exchange: Exchange): boolean {
  if (exchange.command.verb !== 'LHLO') return protocol === 'LMTP';
  const code = exchange.replies[0]?.code ?? 0;
  return protocol === 'SMTP' && !hidden.start && refused(exchange) && code >= 500;
}
