import { endsWithPath } from '../address/endsWithPath.ts';
import { safeFix } from '../fixes.ts';
import { trailingBlanks } from './trailingBlanks.ts';
import { defineRule } from '../rule.ts';

/** Blanks at the end of a command line. */
export const trailingWhitespace = defineRule({
  id: 'trailing-whitespace',
  category: 'syntax',
  severity: 'hint',
  message: 'White space at the end of the command.',
  why: 'The grammar has none there; servers should tolerate it, and not all do.',
  advice: 'Delete it.',
  refs: ['RFC 5321 §4.1.1'],
  offWhen: 'Your editor or your log adds blanks at the end of lines.',
  on: 'exchange',
  clues: ['odd-blanks'],
  check(exchange, context) {
    const { command } = exchange;
    const at = trailingBlanks(command);
    if (at === undefined || command.verb === 'AUTH') return;
    // Blanks behind the address itself break the path: address-syntax.
    if (endsWithPath(exchange, context)) return;
    context.report({ at, fix: safeFix('Delete the white space', at, '') });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: RSET 
#~     ^ trailing-whitespace
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE=1 
#~                                    ^ trailing-whitespace
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
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
