import { visible } from '../core/rule/finding.ts';
import type { SessionFacts, TransactionFacts } from './sessionFacts.ts';
import { codePaint } from './style.ts';
import type { Style } from './style.ts';

/** One file in the shape of `parse --format json`. */
export interface FileFacts {
  readonly file: string;
  readonly dialect: string;
  readonly sessions: readonly SessionFacts[];
}

/** A file's sessions for a person to read. */
export function renderFacts(facts: FileFacts, style: Style): string {
  const { sessions } = facts;
  const count = `${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}`;
  const head = `${style.bold(visible(facts.file))}  ${style.dim(`${facts.dialect}, ${count}`)}`;
  return `${[head, ...sessions.map((session, index) => renderSession(session, index, style))].join('\n')}\n`;
}

function renderSession(session: SessionFacts, index: number, style: Style): string {
  const marks = [
    session.connection === null ? '' : `connection ${visible(session.connection)}`,
    session.tls ? 'TLS' : '',
    session.authenticated ? 'authenticated' : '',
    `ended by ${session.endedBy}`,
  ].filter(mark => mark !== '');
  const range = `lines ${session.firstLine}–${session.lastLine}`;
  const codes = session.replyCodes.map(code => codePaint(style, code)(String(code))).join(' ');
  return [
    `  session ${index + 1}  ${style.dim([range, ...marks].join(', '))}`,
    `    commands  ${session.commands.map(verb => visible(verb)).join(' ')}`,
    `    replies   ${codes}`,
    ...session.transactions.map(transaction => renderTransaction(transaction, style)),
  ].join('\n');
}

function renderTransaction(transaction: TransactionFacts, style: Style): string {
  const { accepted } = transaction;
  const verdict =
    accepted === null
      ? style.dim('outcome not shown')
      : accepted
        ? style.green('accepted')
        : style.red('not accepted');
  const recipients = transaction.recipients.map(({ to, code }) => {
    const shown = code === null ? '–' : codePaint(style, code)(String(code));
    return `<${visible(to)}> ${shown}`;
  });
  const size = transaction.contentOctets;
  return [
    `    message   <${visible(transaction.from)}> → ${recipients.join(', ') || 'nobody'}: ${verdict}`,
    size === null ? '' : style.dim(`, ${size} octets`),
  ].join('');
}
