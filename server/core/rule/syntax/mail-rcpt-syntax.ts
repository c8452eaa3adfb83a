import { safeFix, unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** MAIL without FROM:, RCPT without TO:. */
export const mailRcptSyntax = defineRule({
  id: 'mail-rcpt-syntax',
  category: 'syntax',
  severity: 'error',
  message: '{verb} must read {form}.',
  why: 'The keyword with its colon is part of the command; without it a server answers 501.',
  advice: 'Write FROM: after MAIL and TO: after RCPT, the address directly behind the colon.',
  refs: ['RFC 5321 §4.1.1.2', 'RFC 5321 §4.1.1.3'],
  offWhen: 'You test how a server answers malformed commands.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    const { command } = exchange;
    const { keyword, keywordRight, colon, path } = context.envelope(exchange);
    if (keywordRight && colon !== undefined) return;
    const word = command.verb === 'MAIL' ? 'FROM:' : 'TO:';
    const { argument } = command;
    const open = path.path.open?.start;
    // Only a bracket in the right place tells surely where the address begins.
    const sure = open === argument.start || keyword !== undefined;
    // With the other's keyword, the verb may be what is wrong.
    const rewriteAs = keyword === undefined || keywordRight ? safeFix : unsafeFix;
    const rewrite =
      open !== undefined && sure && !command.raw
        ? rewriteAs(`Write ${word}`, { start: argument.start, end: open }, word)
        : undefined;
    context.report({
      at: keyword ?? (argument.start < argument.end ? argument : command.verbSpan),
      values: { verb: command.verb, form: `${command.verb} ${word}<address>` },
      fix: rewrite,
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL <a@client.example>
#~      ^^^^^^^^^^^^^^^^^^ mail-rcpt-syntax
S: 501 Syntax
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM <a@client.example>
#~      ^^^^ mail-rcpt-syntax
S: 501 Syntax
C: MAIL TO:<a@client.example>
#~      ^^ mail-rcpt-syntax
S: 501 Syntax
C: MAIL
#~ ^^^^ mail-rcpt-syntax
S: 501 Syntax
C: MAIL FORM:<a@client.example>
#~      ^^^^^^^^^^^^^^^^^^^^^^^ mail-rcpt-syntax
S: 501 Syntax
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT b@mx.example
#~      ^^^^^^^^^^^^ mail-rcpt-syntax
S: 501 Syntax
C: RCPT from:<b@mx.example>
#~      ^^^^ mail-rcpt-syntax
S: 501 Syntax
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
C: Mail From:<a@client.example>
S: 250 OK
C: rcpt to:<b@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
