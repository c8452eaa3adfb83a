import type { Span } from '../octets/span.ts';
import type { Chunk, Content, Exchange, Reply, Session } from '../transcript/model.ts';
import { headerBlockOf } from './headerBlock.ts';

/** Something that can be folded; `imports`-like kinds do not fit, so there is none. */
export interface Fold {
  readonly kind: 'session' | 'transaction' | 'reply' | 'content' | 'header';
  readonly span: Span;
}

/** What can be folded in a chunk, in no particular order; spans may be of one line. */
export function foldsOf(chunk: Chunk): Fold[] {
  return chunk.sessions.flatMap(session => [
    { kind: 'session' as const, span: session.span },
    ...transactionFolds(session),
    ...replyFolds(session.greeting?.reply),
    ...session.exchanges.flatMap(exchange => exchangeFolds(chunk, exchange)),
  ]);
}

function transactionFolds(session: Session): Fold[] {
  return session.transactions.map(({ mail, final, chunks, recipients }) => {
    const last = final ?? chunks.at(-1) ?? recipients.at(-1) ?? mail;
    const end = last.content?.replies.at(-1)?.span.end ?? last.replies.at(-1)?.span.end ?? 0;
    const start = mail.command.line.start;
    return { kind: 'transaction', span: { start, end: Math.max(end, last.command.line.end) } };
  });
}

function exchangeFolds(chunk: Chunk, { replies, content }: Exchange): Fold[] {
  return [
    ...replies.flatMap(replyFolds),
    ...(content === undefined ? [] : contentFolds(chunk, content)),
  ];
}

function replyFolds(reply: Reply | undefined): Fold[] {
  return reply === undefined || reply.lines.length < 2 ? [] : [{ kind: 'reply', span: reply.span }];
}

function contentFolds(chunk: Chunk, content: Content): Fold[] {
  const header = headerBlockOf(chunk, content);
  return [
    { kind: 'content', span: content.span },
    ...(header === undefined ? [] : [{ kind: 'header' as const, span: header.span }]),
    ...content.replies.flatMap(replyFolds),
  ];
}
