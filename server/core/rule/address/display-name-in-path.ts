import type { Span } from '../../octets/span.ts';
import { OCTET } from '../../smtp/octet.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import type { Edit, Fix } from '../rule.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A name or comment before the address. */
export const displayNameInPath = defineRule({
  id: 'display-name-in-path',
  category: 'address',
  severity: 'error',
  message: 'Display names do not belong in the envelope.',
  why: 'The path holds the mailbox alone; names and comments are for the header.',
  advice: 'Keep only the address in its brackets.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'Your server reads past display names.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'display-name-in-path')) {
      const at = { start, end };
      context.report({
        at,
        fix: exchange.command.raw ? undefined : nameFix(exchange, context, at),
      });
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
C: RCPT TO:Bob <b@mx.example>
#~         ^^^^ display-name-in-path
S: 553 Bad address
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<Bob <b@mx.example>>
#~          ^^^^ display-name-in-path
S: 553 Bad address
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:(the boss)<b@mx.example>
#~         ^^^^^^^^^^ display-name-in-path
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

/** Deletes the name, and the second pair of brackets where both stand in one. */
function nameFix(exchange: Exchange, context: RuleContext, name: Span): Fix | undefined {
  const { octets } = context.chunk;
  const { path } = context.envelope(exchange).path;
  if (path.kind === 'broken') return undefined;
  const outer = octets[name.start - 1] === OCTET.less;
  const edits: Edit[] = [
    { at: { start: outer ? name.start - 1 : name.start, end: name.end }, text: '' },
  ];
  const surplus = { start: path.span.end, end: path.span.end + 1 };
  if (outer && octets[surplus.start] === OCTET.greater) edits.push({ at: surplus, text: '' });
  return { title: 'Keep the address only', safe: true, edits };
}
