import type { Exchange, Reply, Session } from '../../transcript/model.ts';
import { CLOSING, DATA, HEADER } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const START = `S: 220 lmtp.example LMTP ready
C: LHLO client.example
S: 250-lmtp.example
S: 250 CHUNKING
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<c@mx.example>
S: 250 OK
`;
const REFUSED = `C: RCPT TO:<d@mx.example>
S: 550 No such user
`;

/** Not one reply for each recipient after the data of LMTP. */
export const lmtpReplyCount = defineRule({
  id: 'lmtp-reply-count',
  category: 'reply',
  severity: 'error',
  message: 'Replies after the data: {n}; accepted recipients: {m}.',
  why: 'LMTP answers the data once for each accepted recipient, in their order; with another number nobody knows who got the message.',
  advice: 'Give one reply for each recipient that was accepted.',
  refs: ['RFC 2033 §4.2', 'RFC 2033 §4.3'],
  offWhen: 'The transcript shows the replies for some recipients only.',
  silences: {
    after: [
      'final-reply-missing',
      'reply-missing',
      'reply-without-command',
      'reply-not-awaited',
      'pipelining-order',
    ],
  },
  on: 'session',
  clues: ['lmtp'],
  check(session, context) {
    if (session.protocol !== 'LMTP') return;
    const heard = session.exchanges.findLast(each => each.replies.length > 0)?.command.line.start;
    for (const { exchange, replies } of endsOf(session)) {
      const m = exchange.before.transaction?.acceptedCount ?? 0;
      // Nothing that the client sent afterwards was answered.
      const cut = isLeftOff(session) && exchange.command.line.start >= (heard ?? 0);
      if (replies.length === m || (cut && replies.length < m)) continue;
      if (replies.some(({ code }) => code === 421 || code === 353)) continue;
      const last = replies.at(-1)?.lines[0];
      const at = last?.span ?? exchange.content?.terminator?.span ?? exchange.command.verbSpan;
      context.report({
        at,
        values: { n: replies.length, m },
        related: (exchange.before.transaction?.accepted ?? [])
          .slice(0, 20)
          .map(({ command }) => ({ at: command.span, message: 'This recipient was accepted.' })),
      });
    }
  },
  examples: {
    bad: [
      `${START}${DATA}${HEADER}C: \nC: hi\nC: .
S: 250 OK
#~ ^^^^^^ lmtp-reply-count
${CLOSING}`,
      `${START}${REFUSED}${DATA}${HEADER}C: \nC: hi\nC: .
S: 250 OK
S: 250 OK
S: 550 No such user
#~ ^^^^^^^^^^^^^^^^ lmtp-reply-count
${CLOSING}`,
    ],
    good: [
      `${START}${DATA}${HEADER}C: \nC: hi\nC: .\nS: 250 OK\nS: 452 Full\n${CLOSING}`,
      `${START}${REFUSED}${DATA}${HEADER}C: \nC: hi\nC: .\nS: 250 OK\nS: 250-One\nS: 250 Two\n${CLOSING}`,
      `${START}${DATA}${HEADER}C: \nC: hi\nC: .\nS: 250 OK\nC: QUIT\n`,
      `${START}C: BDAT 131\n${HEADER}C: \nC: hi\nS: 250 OK\nC: BDAT 0 LAST\nS: 250 OK\nS: 250 OK\n${CLOSING}`,
    ],
  },
});

/** The end is missing, or lies in replies that were never read. */
function isLeftOff({ hidden, ending }: Session): boolean {
  return hidden.end || ending === 'drop' || ending === 'quit-noreply';
}

interface End {
  readonly exchange: Exchange;
  readonly replies: readonly Reply[];
}

/** Each end of a message with the replies to it, those too many included. */
function endsOf(session: Session): readonly End[] {
  const ends: { exchange: Exchange; replies: Reply[] }[] = [];
  let open: { exchange: Exchange; replies: Reply[] } | undefined;
  for (const step of session.steps) {
    if (step.kind === 'exchange') {
      open = endOf(step);
      if (open) ends.push(open);
    } else if (step.kind === 'stray') open?.replies.push(step.reply);
  }
  return ends;
}

function endOf(exchange: Exchange): { exchange: Exchange; replies: Reply[] } | undefined {
  const { command, content, before, replies, voided } = exchange;
  if (voided || before.transaction === undefined) return undefined;
  if (command.verb === 'DATA') {
    const ended = content !== undefined && (content.terminator !== undefined || !content.shown);
    // DATA without any recipient is another mistake.
    if (!ended || before.transaction.accepted.length === 0) return undefined;
    return content.misplaced === 'after-refusal'
      ? undefined
      : { exchange, replies: [...content.replies] };
  }
  // A refused chunk ends the transaction with one reply.
  return command.verb === 'BDAT' && isLast(exchange) && replies.some(({ code }) => code < 400)
    ? { exchange, replies: [...replies] }
    : undefined;
}

/** BDAT LAST leaves no transaction open. */
function isLast({ after }: Exchange): boolean {
  return after.transaction === undefined;
}
