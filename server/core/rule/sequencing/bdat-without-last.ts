import type { Exchange, Session, Transaction } from '../../transcript/model.ts';
import { insertAfter } from '../fixes.ts';
import { placeOf } from '../placeOf.ts';
import { defineRule } from '../rule.ts';
import { BYE, ENVELOPE, TEXT, openedWith } from './exampleParts.ts';
import { accepted, lastReplyOf } from '../replyOf.ts';

/** Chunks that never become a message. */
export const bdatWithoutLast = defineRule({
  id: 'bdat-without-last',
  category: 'sequencing',
  severity: 'error',
  message: 'The chunks end without LAST, so the message was never completed.',
  why: 'Only a BDAT with LAST hands the message over; without it the server throws the chunks away.',
  advice: 'Put LAST on the last chunk, or add "BDAT 0 LAST".',
  refs: ['RFC 3030 §2'],
  offWhen: 'Your transcripts show only the first chunks of a message.',
  on: 'transaction',
  clues: ['chunks'],
  check(transaction, context) {
    const { session } = context;
    const last = transaction.chunks.at(-1);
    if (last === undefined || !isUnfinished(session, transaction)) return;
    const next = session.exchanges[placeOf(session, last) + 1];
    // bdat-and-data-mixed tells more.
    if (next?.command.verb === 'DATA') return;
    const end = lastReplyOf(last)?.span.end ?? last.command.line.end;
    context.report({
      at: last.command.verbSpan,
      related: [{ at: transaction.mail.command.span, message: 'The transaction begins here.' }],
      ...(next && ABORTS.has(next.command.verb) ? { severity: 'information' as const } : {}),
      fix:
        next?.unanswered === 0 || next === undefined
          ? insertAfter(context, 'Insert BDAT 0 LAST', end, [
              ['client', 'BDAT 0 LAST'],
              ['server', '250 OK'],
            ])
          : undefined,
    });
  },
  examples: {
    bad: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
#~ ^^^^ bdat-without-last
${TEXT}
S: 250 OK
${BYE}`,
    ],
    good: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
S: 250 OK
C: BDAT 0 LAST
S: 250 OK
${BYE}`,
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
S: 452 Full
C: RSET
S: 250 OK
${BYE}`,
    ],
  },
});

/** Taking it back on purpose is legal. */
const ABORTS: ReadonlySet<string> = new Set(['RSET', 'EHLO', 'HELO', 'LHLO', 'QUIT']);

function isUnfinished({ hidden, ending }: Session, transaction: Transaction): boolean {
  const { outcome, chunks } = transaction;
  if (outcome === 'accepted' || outcome === 'refused') return false;
  if (outcome === 'unknown' && (hidden.end || ending === 'drop')) return false;
  if (ending === '421' || chunks.some(isLost)) return false;
  return true;
}

/** Refused, or its reply is not shown. */
function isLost(chunk: Exchange): boolean {
  return !accepted(chunk);
}
