import { AFTER_CONTENT, CLOSING, HEADER, OPENING, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { reportBareEnds } from './lineEnds.ts';

/** CR without LF on the wire, where the transcript shows it. */
export const bareCr = defineRule({
  id: 'bare-cr',
  category: 'data',
  severity: 'error',
  message: 'CR without LF.',
  why: 'Only CR and LF together end a line; a CR alone must not be sent, and servers that take it for a line end can be tricked.',
  advice: 'Send CRLF, or encode the content so that it holds no bare CR.',
  refs: ['RFC 5321 §2.3.8'],
  offWhen: 'You test how a server takes bare line ends.',
  needs: 'file',
  on: 'session',
  clues: ['line-ends'],
  check(session, context) {
    reportBareEnds(context, session, 'cr');
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: 
C\\: line one\\rline two\\r\\n
#~          ^^ bare-cr
${AFTER_CONTENT}`,
      `${OPENING}C\\: NOOP\\r
#~      ^^ bare-cr
S: 250 OK
${CLOSING}`,
    ],
    good: [
      WHOLE,
      // As text these say nothing about the wire.
      `${UNTIL_CONTENT}${HEADER}C: \nC: line<CR>two\\r\n${AFTER_CONTENT}`,
      // A CRLF may be spread over two raw lines.
      `${UNTIL_CONTENT}${HEADER}C: \nC\\: one\\r\nC\\: \\n\n${AFTER_CONTENT}`,
    ],
  },
});
