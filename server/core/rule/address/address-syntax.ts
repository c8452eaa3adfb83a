import type { Span } from '../../octets/span.ts';
import { safeFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { trailingBlanks } from '../syntax/trailingBlanks.ts';
import { endsWithPath } from './endsWithPath.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A mailbox that breaks the grammar where no other rule says it better. */
export const addressSyntax = defineRule({
  id: 'address-syntax',
  category: 'address',
  severity: 'error',
  message: 'Not a valid mailbox: {reason} at column {col}.',
  why: 'The grammar of the envelope is narrow: local-part, "@" and domain or address literal, without comments, blanks or folding. A server answers 501 or 553.',
  advice: 'Correct the address; a local-part with unusual characters can be quoted.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'You test how a server answers malformed addresses.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path', 'odd-blanks'],
  check(exchange, context) {
    const { command } = exchange;
    const report = (at: Span, reason: string, fix?: Fix): void => {
      const before = context.text({ start: command.line.start, end: at.start });
      context.report({ at, values: { reason, col: before.length + 1 }, fix });
    };
    const blanks = trailingBlanks(command);
    if (blanks !== undefined && endsWithPath(exchange, context)) {
      report(blanks, 'blanks follow the path', safeFix('Delete the blanks', blanks, ''));
    }
    for (const { start, end, reason } of pathProblems(exchange, context, 'address-syntax')) {
      report({ start, end }, reason);
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
C: RCPT TO:<a..b@mx.example>
#~           ^^ address-syntax
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
#~                             ^ address-syntax
S: 553 Bad address
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example@x>
#~                            ^ address-syntax
S: 553 Bad address
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
C: RCPT TO:<a.b@mx.example>
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
C: MAIL FROM:<>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
