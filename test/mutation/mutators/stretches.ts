import { without } from '../edits.ts';
import type { Line } from '../line.ts';
import type { Mutant, Quiet } from '../mutator.ts';
import { isBasic, isPlain, linesOf, neighbour, ofVerb, quitOf } from '../pick.ts';
import { isAccepted } from '../session.ts';
import type { Exchange, Session } from '../session.ts';

/** The hello, where everything that follows up to the next one works without extensions. */
export function dispensableHello(session: Session): Exchange[] {
  return session.exchanges.filter((exchange, at) => {
    if (!/^(?:EHLO|HELO)$/.test(exchange.verb) || !isPlain(exchange)) return false;
    const rest = session.exchanges.slice(at + 1);
    const next = rest.findIndex(({ verb }) => /^(?:EHLO|HELO)$/.test(verb));
    const until = next < 0 ? rest : rest.slice(0, next);
    const only = session.exchanges
      .slice(0, at)
      .every(({ verb }) => verb !== 'HELO' && verb !== 'EHLO');
    return only && until.every(isBasic) && until[0]?.verb === 'MAIL';
  });
}

/** The lines up to a command, others, and then the QUIT. */
export function cutTo(session: Session, from: Exchange, more: readonly Line[]): Line[] | undefined {
  const quit = quitOf(session);
  if (quit === undefined) return undefined;
  const start = session.lines.indexOf(from.command);
  return [
    ...session.lines.slice(0, start),
    ...more,
    ...session.lines.slice(session.lines.indexOf(quit.command)),
  ];
}

/** Without the hello; the command after it is the place. */
export function droppedHello(session: Session, hello: Exchange): Mutant | undefined {
  const next = neighbour(session, hello, 1);
  return next && { lines: without(session.lines, linesOf(hello)), at: next.command };
}

/** Transactions in which every command waits for its reply, RCPT by RCPT. */
export function mails(session: Session): Exchange[] {
  return ofVerb(session, 'MAIL').filter(mail => {
    const at = session.exchanges.indexOf(mail);
    const rest = session.exchanges.slice(at + 1);
    const end = rest.findIndex(({ verb }) => verb !== 'RCPT');
    return isPlain(mail) && rest.slice(0, end + 1).every(({ alone }) => alone);
  });
}

/** The recipients of a transaction. */
export function recipientsOf(session: Session, mail: Exchange): Exchange[] {
  return ofVerb(session, 'RCPT').filter(({ before }) => before.mail === mail);
}

/** A message was sent before this moment. */
export function hasSentBefore(session: Session, { index }: Quiet): boolean {
  return session.exchanges
    .slice(0, index)
    .some(({ finals, verb }) => finals.length > 0 || verb === 'BDAT');
}

/** The moment follows the end of a message. */
export function isRightAfterMessage(session: Session, { index }: Quiet): boolean {
  const previous = session.exchanges[index - 1];
  return previous?.dot !== undefined || / LAST$/.test(previous?.argument ?? '');
}

/** It was the last chunk of a message and accepted. */
export function isFinished(previous: Exchange | undefined): boolean {
  if (previous?.verb !== 'BDAT' || !isAccepted(previous)) return false;
  return / LAST$/.test(previous.argument);
}
