import { isOfferVerb } from '../../smtp/helloVerbs.ts';
import { unansweredOf } from '../../transcript/unanswered.ts';
import { CLOSING, HEADER, OPENING, WHOLE } from '../exampleParts.ts';
import { insertAfter } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { serverName } from '../sequencing/repair.ts';

/** A command without a reply. */
export const replyMissing = defineRule({
  id: 'reply-missing',
  category: 'reply',
  severity: 'error',
  message: 'No reply to {verb}.',
  why: 'Each command gets exactly one reply, in order; with one missing all that follow seem to answer the wrong command.',
  advice: 'Add the reply of the server.',
  refs: ['RFC 5321 §4.2', 'RFC 5321 §4.3.1'],
  offWhen: 'The transcript shows commands only, or leaves out replies on purpose.',
  silences: {
    after: [
      'reply-not-awaited',
      'pipelining-order',
      'data-before-354',
      'rcpt-before-mail',
      'data-before-rcpt',
      'data-without-valid-recipient',
      'helo-required-before-mail',
      'auth-before-ehlo',
      'abandoned-transaction',
      'transaction-not-restarted',
      'ehlo-fallback-missing',
      'reply-code-not-for-command',
    ],
    session: ['quit-missing'],
  },
  on: 'session',
  clues: ['unanswered'],
  check(session, context) {
    for (const { exchange, phase } of unansweredOf(session)) {
      // An empty line is no command that anybody would answer: empty-command has it.
      if (phase !== 'command' || exchange.command.verb === '') continue;
      const { command, responses } = exchange;
      const code =
        command.verb === 'HELO'
          ? `250 ${serverName(context)}`
          : (CODES.get(command.verb) ?? '250 OK');
      // At the end of the file nobody knows how the session went on.
      const isLast = exchange === session.exchanges.at(-1);
      const isShort = responses.length === 0 && exchange.content === undefined;
      // What the server offers is its to say.
      const alone = isShort && !isLast && !isOfferVerb(command.verb);
      context.report({
        at: responses.at(-1)?.span ?? command.verbSpan,
        values: { verb: command.verb },
        fix: alone
          ? insertAfter(context, `Insert "${code}" after this line`, command.line.end, [
              ['server', code],
            ])
          : undefined,
      });
    }
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
#~ ^^^^ reply-missing
C: RCPT TO:<b@mx.example>
S: 250 OK
C: DATA
S: 354 End data with a dot
${HEADER}C: 
C: hi
C: .
S: 250 OK
${CLOSING}`,
      `${OPENING}C: NOOP
#~ ^^^^ reply-missing
`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 PIPELINING
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: RSET
#~ ^^^^ reply-missing
S: 250 OK
S: 250 OK
${CLOSING}`,
      // What the server offers is not shown, so nothing is said of what needs an offer.
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
#~ ^^^^ reply-missing
C: MAIL FROM:<a@client.example> SIZE=200 RET=HDRS
S: 250 OK
C: RCPT TO:<b@mx.example> NOTIFY=NEVER
S: 250 OK
C: DATA
S: 354 End data with a dot
${HEADER}C: 
C: hi
C: .
S: 250 OK
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
#~ ^^^^^^^^ reply-missing
# <TLS established>
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
#~ ^^^^ reply-missing
C: AUTH EXTERNAL =
S: 235 OK
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}C: NOOP\n# <connection lost>\n`,
      `# @excerpt end\n${OPENING}C: NOOP\n`,
      `${OPENING}C: NOOP\nS: 421 mx.example closing\n`,
    ],
  },
});

const CODES: ReadonlyMap<string, string> = new Map([
  ['DATA', '354 End data with a dot'],
  ['STARTTLS', '220 Go ahead'],
  ['AUTH', '235 OK'],
  ['VRFY', '252 OK'],
  ['HELP', '214 OK'],
]);
