import type { Span } from '../../octets/span.ts';
import type { Session } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';

const SWAKS = `=== Trying mx.example:25...
=== Connected to mx.example.
<-  220 mx.example ESMTP ready
 -> EHLO client.example
<-  250 mx.example
`;
const MAIL = ` -> MAIL FROM:<a@client.example>
<-  250 OK
 -> RCPT TO:<b@mx.example>
<-  250 OK
`;

/** A log that stops in the middle of something. */
export const transcriptTruncated = defineRule({
  id: 'transcript-truncated',
  category: 'consistency',
  severity: 'information',
  message: 'The file ends inside {what}.',
  why: 'What came after is not shown, so nothing can be said about how the session went on.',
  advice: 'Look for the rest of the log, or keep in mind that this session is not whole.',
  refs: ['RFC 5321 §3.8'],
  offWhen: 'Your logs are cut on purpose.',
  on: 'session',
  clues: ['odd-ending'],
  check(session, context) {
    // A .smtp file is whole unless it says that it is not.
    if (context.chunk.dialect === 'smtp' || session.ending !== 'unknown') return;
    if (
      session.steps.some(
        step => step.kind === 'event' && step.event !== 'connect' && step.event !== 'tls',
      )
    ) {
      return;
    }
    const open = openAtEnd(session);
    if (open !== undefined) context.report({ at: open.at, values: { what: open.what } });
  },
  examples: {
    bad: [
      `${SWAKS}${MAIL} -> DATA
#~  ^^^^ transcript-truncated
<-  354 End data with a dot
 -> Subject: t
`,
      `${SWAKS} -> NOOP
#~  ^^^^ transcript-truncated
`,
    ],
    good: [
      `${SWAKS} -> QUIT
<-  221 Bye
=== Connection closed with remote host.
`,
      `${SWAKS} -> NOOP
*** Remote host closed connection unexpectedly.
`,
    ],
  },
});

function openAtEnd(session: Session): { at: Span; what: string } | undefined {
  const last = session.exchanges.at(-1);
  if (last === undefined || last.voided) return undefined;
  const { command, content, replies, responses } = last;
  const at = command.verbSpan;
  if (replies.length <= responses.length) return { at, what: `the exchange of ${command.verb}` };
  if (replies.at(-1)?.terminated === false) return { at, what: 'a reply' };
  if (content === undefined || content.how === 'bdat' || content.replies.length > 0)
    return undefined;
  const inContent = content.shown && content.terminator === undefined;
  return { at, what: inContent ? 'the message content' : 'the exchange of DATA' };
}
