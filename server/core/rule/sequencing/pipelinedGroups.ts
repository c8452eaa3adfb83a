import type { Exchange, Session } from '../../transcript/model.ts';

/**
 * Stretches of commands that did not wait for one another, two or more each. Left out where replies
 * are missing, since nobody can say then what was not awaited, and where the cause is another:
 * what follows STARTTLS or QUIT.
 */
export function* pipelinedGroups(session: Session): Generator<readonly Exchange[]> {
  let group: Exchange[] = [];
  for (const exchange of session.exchanges) {
    if (exchange.unanswered === 0) {
      if (isWhole(group)) yield group;
      group = [];
    }
    const newest = group.at(-1)?.command.verb;
    if (newest === 'STARTTLS' || newest === 'QUIT') return;
    group.push(exchange);
  }
  if (isWhole(group)) yield group;
}

function isWhole(group: readonly Exchange[]): boolean {
  if (group.length < 2 && group[0]?.unanswered !== 1) return false;
  return group.every(exchange => exchange.voided || isAnswered(exchange));
}

function isAnswered({ replies, content, before }: Exchange): boolean {
  if (replies.length === 0) return false;
  if (content?.how !== 'data' || content.misplaced === 'after-refusal') return true;
  const recipients = before.protocol === 'LMTP' ? (before.transaction?.acceptedCount ?? 1) : 1;
  return content.replies.length >= Math.max(1, recipients);
}
