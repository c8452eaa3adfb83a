import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED } from './exampleParts.ts';
import { codeOf } from '../replyOf.ts';

const GREETED = OPENED.slice(0, OPENED.indexOf('\nC:'));

/** HELO after an EHLO that was refused for another reason than being unknown. */
export const heloFallbackUnwarranted = defineRule({
  id: 'helo-fallback-unwarranted',
  category: 'sequencing',
  severity: 'information',
  message: 'HELO after EHLO failed with {code}, which does not mean "EHLO unsupported".',
  why: 'HELO is the way back where a server does not know EHLO, which it says with 500 or 502; a refusal for reasons of policy will meet HELO as well, and a temporary one asks for another try later.',
  advice: 'End the session with QUIT, and find out what the server objects to.',
  refs: ['RFC 5321 §3.2', 'RFC 5321 §4.1.4'],
  offWhen: 'You talk to old servers that answer an unknown EHLO with codes of their own.',
  on: 'exchange',
  verbs: ['HELO'],
  clues: ['rare-verb'],
  check(exchange, context) {
    const ehlo = exchange.known.refusedEhlo;
    if (ehlo === undefined || exchange.known.name === 'closed') return;
    const code = codeOf(ehlo);
    if (MEANS_UNKNOWN.has(code)) return;
    const reply = ehlo.replies[0];
    context.report({
      at: exchange.command.verbSpan,
      values: { code },
      related: reply ? [{ at: reply.span, message: 'EHLO was refused here.' }] : [],
    });
  },
  examples: {
    bad: [
      `${GREETED}
C: EHLO client.example
S: 550 Access denied
C: HELO client.example
#~ ^^^^ helo-fallback-unwarranted
S: 250 mx.example
${BYE}`,
      `${GREETED}
C: EHLO client.example
S: 451 Try again later
C: HELO client.example
#~ ^^^^ helo-fallback-unwarranted
S: 250 mx.example
${BYE}`,
    ],
    good: [
      `${GREETED}
C: EHLO client.example
S: 502 Not implemented
C: HELO client.example
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
      `${GREETED}
C: EHLO client.example
S: 504 No such thing
C: HELO client.example
S: 250 mx.example
${BYE}`,
    ],
  },
});

/** Unknown, or known and not to be had like this. */
const MEANS_UNKNOWN: ReadonlySet<number> = new Set([500, 501, 502, 503, 504]);
