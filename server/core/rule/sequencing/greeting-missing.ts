import { verbOf } from '../../smtp/verbs.ts';
import { insertBefore } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED } from './exampleParts.ts';
import { serverName } from './repair.ts';

/** The session begins without a greeting of the server. */
export const greetingMissing = defineRule({
  id: 'greeting-missing',
  category: 'sequencing',
  severity: 'error',
  message: 'The session does not open with a greeting of the server (220, or 554, 521, 421).',
  why: 'In SMTP the server speaks first; its greeting says whether it serves at all, and a client waits for it.',
  advice:
    'Add the greeting, or write "# @excerpt start" where the transcript begins later on purpose.',
  refs: ['RFC 5321 §3.1', 'RFC 5321 §4.3.1'],
  offWhen: 'Your files hold fragments; "# @excerpt start" says so for a single one.',
  on: 'session',
  clues: ['odd-opening'],
  check(session, context) {
    const first = session.exchanges[0];
    if (first === undefined || session.greeting !== undefined || session.hidden.start) return;
    // Nothing here is SMTP, so nothing can be missing.
    if (!session.exchanges.some(({ command }) => verbOf(command.verb) !== undefined)) return;
    const { command } = first;
    context.report({
      at: command.verbSpan,
      fix: command.raw
        ? undefined
        : insertBefore(context, 'Insert a greeting', command.line.start, [
            ['server', `220 ${serverName(context)} ESMTP ready`],
          ]),
    });
  },
  examples: {
    bad: [
      `
C: EHLO client.example
#~ ^^^^ greeting-missing
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
      `
S: 220 mx.example LMTP ready
C: LHLO client.example
S: 250 mx.example
${BYE}`,
      `
S: 554 No service here
${BYE}`,
      `
# @excerpt start
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RSET
S: 250 OK
${BYE}`,
    ],
  },
});
