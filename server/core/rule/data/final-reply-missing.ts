import { unansweredOf } from '../../transcript/unanswered.ts';
import { CLOSING, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { insertAfter } from '../fixes.ts';
import type { NewLine } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** Where the transcript stops at the dot, its end is missing as well. */
const GOODBYE: readonly NewLine[] = [
  ['client', 'QUIT'],
  ['server', '221 Bye'],
];

/** The end of data without a reply. */
export const finalReplyMissing = defineRule({
  id: 'final-reply-missing',
  category: 'data',
  severity: 'error',
  message: 'No reply to the end of data.',
  why: 'Only the reply after the dot tells whether the server has taken responsibility for the message.',
  advice:
    'Add the reply of the server after the dot; without it the client has to send the message again.',
  refs: ['RFC 5321 §4.1.1.4', 'RFC 5321 §4.2.5'],
  offWhen: 'You write down the client alone.',
  silences: {
    after: [
      'reply-not-awaited',
      'pipelining-order',
      'transaction-not-restarted',
      'abandoned-transaction',
      'data-reply-not-354',
    ],
  },
  on: 'session',
  clues: ['unanswered'],
  check(session, context) {
    for (const { exchange, phase } of unansweredOf(session)) {
      const terminator = exchange.content?.terminator;
      if (phase !== 'content' || terminator === undefined) continue;
      context.report({
        at: terminator.span,
        related: [{ at: exchange.command.verbSpan, message: 'This DATA opened the content.' }],
        // Else it may as well be the 354 that is missing.
        fix: exchange.replies.some(({ code }) => code === 354)
          ? insertAfter(context, 'Insert "250 OK" after the dot', terminator.line.end, [
              ['server', '250 OK'],
              ...(exchange === session.exchanges.at(-1) ? GOODBYE : []),
            ])
          : undefined,
      });
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi
C: .
#~ ^ final-reply-missing
${CLOSING}`,
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi
C: .
#~ ^ final-reply-missing
C: NOOP
S: 250 OK
${CLOSING}`,
      // One of the two replies is missing; the other is paired with DATA.
      `${UNTIL_CONTENT.replace(/S: 354.*\n$/, '')}${HEADER}C: \nC: hi
C: .
#~ ^ final-reply-missing
S: 250 OK
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 PIPELINING
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: DATA
S: 250 OK
S: 250 OK
S: 354 End data with a dot
${HEADER}C: \nC: hi
C: .
C: QUIT
S: 250 OK
S: 221 Bye
`,
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi\nC: .\n# <connection lost>\n`,
    ],
  },
});
