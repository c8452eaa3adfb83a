import { AFTER_CONTENT, CLOSING, HEADER, OPENING, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { reportBareEnds } from './lineEnds.ts';

/** LF without CR on the wire, where the transcript shows it. */
export const bareLf = defineRule({
  id: 'bare-lf',
  category: 'data',
  severity: 'error',
  // Python's smtplib sends the LFs of a message in octets as they are.
  capture: 'information',
  message: 'LF without CR.',
  why: 'Only CR and LF together end a line; an LF alone must not be sent, and servers that take it for a line end can be tricked.',
  advice: 'Send CRLF, or encode the content so that it holds no bare LF.',
  refs: ['RFC 5321 §2.3.8', 'RFC 5321 §4.1.1.4'],
  offWhen: 'You test how a server takes bare line ends.',
  needs: 'file',
  on: 'session',
  clues: ['line-ends'],
  check(session, context) {
    reportBareEnds(context, session, 'lf');
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: 
C\\: line one\\nline two\\r\\n
#~          ^^ bare-lf
${AFTER_CONTENT}`,
      `${OPENING}C\\: NOOP\\n
#~      ^^ bare-lf
S: 250 OK
${CLOSING}`,
    ],
    good: [
      WHOLE,
      // As text these say nothing about the wire.
      `${UNTIL_CONTENT}${HEADER}C: \nC: line<LF>two\\n\n${AFTER_CONTENT}`,
      // A CRLF may be spread over two raw lines.
      `${UNTIL_CONTENT}${HEADER}C: \nC\\: one\\r\nC\\: \\n\n${AFTER_CONTENT}`,
    ],
  },
});
