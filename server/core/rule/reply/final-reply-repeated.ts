import type { Exchange, Session, StrayReply } from '../../transcript/model.ts';
import { CLOSING, DATA, ENVELOPE, HEADER, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { codeSpan, straysOf } from './replyParts.ts';

const SENT = `${OPENING}${ENVELOPE}${DATA}${HEADER}C: 
C: hi
C: .
S: 250 Queued as 1
`;

/** One end of data and several answers to it. */
export const finalReplyRepeated = defineRule({
  id: 'final-reply-repeated',
  category: 'reply',
  severity: 'error',
  message: 'Another reply after the reply to the end of data.',
  why: 'A message gets one final reply. More of them show that the server saw more than the client sent as one message: commands inside the content were carried out, as in SMTP smuggling.',
  advice:
    'Look at the content for a line end, a dot and commands that only the server reads as such; let both sides accept <CR><LF>.<CR><LF> alone.',
  refs: ['RFC 5321 §4.2', 'RFC 5321 §4.1.1.4', 'RFC 5321 §4.3.1'],
  offWhen: 'The transcript leaves out commands on purpose.',
  silences: { after: ['multiline-not-marked', 'reply-without-command'] },
  on: 'session',
  clues: ['stray'],
  check(session, context) {
    for (const { exchange, strays } of surplusIn(session)) {
      const [first, ...others] = strays.flatMap(({ reply }) => reply.lines[0] ?? []);
      if (first === undefined) continue;
      const end = exchange.content?.terminator;
      const sent = end
        ? { at: end.span, message: 'The end of data.' }
        : { at: exchange.command.span, message: 'The message, which is not shown.' };
      context.report({
        at: first.code === 0 ? first.span : codeSpan(first),
        related: [
          sent,
          ...others.slice(0, 10).map(({ span }) => ({ at: span, message: 'One more.' })),
        ],
      });
    }
  },
  examples: {
    bad: [
      `${SENT}S: 250 Queued as 2
#~ ^^^ final-reply-repeated
${CLOSING}`,
      `${SENT}S: 250 OK
#~ ^^^ final-reply-repeated
S: 250 OK
S: 354 Go ahead
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${SENT}S: 421 mx.example closing\n`,
      `${OPENING}${ENVELOPE}${DATA}${HEADER}C: \nC: hi\nC: .\nS: 250-Queued\nS: 250 as 1\n${CLOSING}`,
    ],
  },
});

interface Surplus {
  readonly exchange: Exchange;
  readonly strays: StrayReply[];
}

/** The replies nobody asked for, by the message that they follow. */
function surplusIn(session: Session): readonly Surplus[] {
  const unasked = new Set(straysOf(session));
  const found: Surplus[] = [];
  let open: Surplus | undefined;
  for (const step of session.steps) {
    if (step.kind === 'exchange') {
      open = isAnswered(step) ? { exchange: step, strays: [] } : undefined;
    } else if (step.kind === 'stray' && open !== undefined && unasked.has(step)) {
      if (open.strays.length === 0) found.push(open);
      open.strays.push(step);
    }
  }
  return found;
}

/** A message that ended and has its reply. */
function isAnswered({ content }: Exchange): boolean {
  const ended = content !== undefined && (content.terminator !== undefined || !content.shown);
  const replies = ended ? content.replies : [];
  // PRDR has one for each recipient (353).
  return replies.length > 0 && content?.how === 'data' && !replies.some(({ code }) => code === 353);
}
