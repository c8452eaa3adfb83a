import { deleteLine } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** An empty command line. */
export const emptyCommand = defineRule({
  id: 'empty-command',
  category: 'syntax',
  severity: 'error',
  message: 'An empty line was sent as a command.',
  why: 'There is no empty command; a server answers 500.',
  advice: 'Delete the line. In a terminal it comes from a line end that was sent twice.',
  refs: ['RFC 5321 §2.4', 'RFC 5321 §4.3.2'],
  offWhen: 'You type the sessions into a terminal that sends line ends twice.',
  on: 'exchange',
  clues: ['unknown-verb'],
  check(exchange, context) {
    const { command, replies } = exchange;
    if (command.verb !== '') return;
    const lines = [command.line, ...replies.flatMap(reply => reply.lines.map(({ line }) => line))];
    context.report({
      at: command.line,
      fix: {
        title: 'Delete the line and its reply',
        safe: false,
        edits: lines.map(line => deleteLine(context, line)),
      },
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: 
#~ empty-command
S: 500 Unknown
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH EXTERNAL
C: AUTH EXTERNAL
S: 334 
C: 
S: 535 No

C: QUIT
S: 221 Bye
`,
    ],
  },
});
