import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE } from './exampleParts.ts';
import { helloFaults } from './helloFaults.ts';
import { clientName, helloBefore, serverName } from './repair.ts';
import { codeOf } from '../replyOf.ts';

/** EHLO failed and no HELO followed. */
export const ehloFallbackMissing = defineRule({
  id: 'ehlo-fallback-missing',
  category: 'sequencing',
  severity: 'error',
  message: 'EHLO was refused ({code}) and the client went on to {verb} without HELO.',
  why: 'A refused EHLO introduces nobody; where it is not recognised, HELO has to take its place before a transaction.',
  advice: 'Send HELO after the refusal, or give up with QUIT.',
  refs: ['RFC 5321 §3.2', 'RFC 5321 §4.1.4'],
  offWhen: 'The server is known to take mail without a hello.',
  on: 'session',
  clues: ['hello-fault'],
  check(session, context) {
    for (const { exchange, ehlo } of helloFaults(session)) {
      if (ehlo === undefined) continue;
      const { command } = exchange;
      context.report({
        at: command.verbSpan,
        values: { code: codeOf(ehlo), verb: command.verb },
        related: [{ at: ehlo.command.span, message: 'This EHLO was refused.' }],
        fix: helloBefore(context, exchange, [
          ['client', `HELO ${clientName(context)}`],
          ['server', `250 ${serverName(context)}`],
        ]),
      });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 500 Command not recognised
C: MAIL FROM:<a@client.example>
#~ ^^^^ ehlo-fallback-missing
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}
${BYE}`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 500 Command not recognised
C: HELO client.example
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 550 Go away
${BYE}`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 421 Shutting down
`,
    ],
  },
});
