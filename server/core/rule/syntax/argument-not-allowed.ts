import { safeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** An argument after a verb that has none. */
export const argumentNotAllowed = defineRule({
  id: 'argument-not-allowed',
  category: 'syntax',
  severity: 'error',
  message: '{verb} takes no argument.',
  why: 'The command stands alone; a server answers 501 and does nothing.',
  advice: 'Delete what follows the verb.',
  refs: ['RFC 5321 §4.1.1', 'RFC 5321 §4.3.2', 'RFC 3207 §4'],
  offWhen: 'You test how a server answers an argument too many.',
  on: 'exchange',
  verbs: ['DATA', 'RSET', 'QUIT', 'STARTTLS'],
  clues: ['odd-argument'],
  check(exchange, context) {
    const { verb, verbSpan, argument, raw } = exchange.command;
    if (argument.start === argument.end) return;
    const rest = { start: verbSpan.end, end: argument.end };
    const fix = raw ? undefined : safeFix('Delete the argument', rest, '');
    context.report({ at: argument, values: { verb }, fix });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: DATA now
#~      ^^^ argument-not-allowed
S: 501 No argument
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS please
#~          ^^^^^^ argument-not-allowed
S: 501 No argument
C: QUIT now
#~      ^^^ argument-not-allowed
S: 501 No argument
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: NOOP hello there
S: 250 OK
C: HELP me
S: 214 No
C: QUIT
S: 221 Bye
`,
    ],
  },
});
