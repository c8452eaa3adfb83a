import type { Span } from '../../octets/span.ts';
import { pathProblems } from '../address/pathProblems.ts';
import { safeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** A blank beside the colon of FROM: or TO:. */
export const spaceAroundColon = defineRule({
  id: 'space-around-colon',
  category: 'syntax',
  severity: 'warning',
  message: 'No space is allowed {where} the colon in "{text}".',
  why: 'The grammar has none. Most servers forgive it, some answer 501.',
  advice: 'Delete the space.',
  refs: ['RFC 5321 §3.3', 'RFC 5321 §4.1.1.2'],
  offWhen: 'Your clients put a space there and your server does not mind, as most do not.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    const { keyword, colon, blankBeforeColon } = context.envelope(exchange);
    if (keyword === undefined || colon === undefined) return;
    const report = (at: Span, where: string): void => {
      const text = context.text({ start: keyword.start, end: Math.max(colon.end, at.end) });
      const fix = exchange.command.raw ? undefined : safeFix('Delete the space', at, '');
      context.report({ at, values: { where, text }, fix });
    };
    if (blankBeforeColon !== undefined) report(blankBeforeColon, 'before');
    for (const { start, end } of pathProblems(exchange, context, 'space-around-colon')) {
      report({ start, end }, 'after');
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM: <a@client.example>
#~           ^ space-around-colon
S: 250 OK
C: RCPT TO :<b@mx.example>
#~        ^ space-around-colon
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM :  <a@client.example>
#~          ^ space-around-colon
#~            ^^ space-around-colon
S: 250 OK
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
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
