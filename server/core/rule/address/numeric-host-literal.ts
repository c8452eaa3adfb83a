import { unsafeFix } from '../fixes.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A host written as "#" and a number. */
export const numericHostLiteral = defineRule({
  id: 'numeric-host-literal',
  category: 'address',
  severity: 'error',
  message: '#-numbers as host are obsolete.',
  why: 'The old form of an address as one number must not be used any more.',
  advice: 'Use the domain name, or a literal such as [192.0.2.1].',
  refs: ['RFC 5321 Appendix F.4'],
  offWhen: 'You look at sessions from the time when such hosts were in use.',
  tags: ['deprecated'],
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'numeric-host-literal')) {
      const at = { start, end };
      const literal = dotted(context.text(at).slice(1));
      const fix =
        literal === undefined || exchange.command.raw
          ? undefined
          : unsafeFix(`Write ${literal}`, at, literal);
      context.report({ at, fix });
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
C: RCPT TO:<b@#16909060>
#~            ^^^^^^^^^ numeric-host-literal
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
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@[1.2.3.4]>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** The literal for a number of 32 bits. */
function dotted(text: string): string | undefined {
  const value = Number(text);
  if (text.length > 10 || value > 0xffffffff) return undefined;
  const numbers = [24, 16, 8, 0].map(shift => String((value >>> shift) & 255));
  return `[${numbers.join('.')}]`;
}
