import type { Exchange, Session } from '../../transcript/model.ts';
import { wasPending } from './pending.ts';
import { accepted, codeOf, refused } from '../replyOf.ts';

/** A command of a transaction that comes out of turn. */
export interface TransactionFault {
  readonly exchange: Exchange;
  readonly kind:
    | 'rcpt-before-mail'
    | 'data-before-rcpt'
    | 'data-without-valid-recipient'
    | 'transaction-not-restarted'
    | 'bdat-after-last'
    | 'bdat-after-failure';
  /** The exchange that explains it: the message that was finished, or the MAIL. */
  readonly cause: Exchange | undefined;
}

/** What was said since the last reset. */
interface Run {
  readonly known: boolean;
  readonly finished: Exchange | undefined;
  readonly mail: Exchange | undefined;
  /** The last RCPT. */
  readonly rcpt: Exchange | undefined;
  /** Every RCPT so far was refused. */
  readonly nobody: boolean;
  /** One cause, one report. */
  readonly told: boolean;
}

const found = new WeakMap<Session, readonly TransactionFault[]>();

/** The first fault of each stretch between two resets, in order. Computed once a session. */
export function transactionFaults(session: Session): readonly TransactionFault[] {
  const known = found.get(session);
  if (known !== undefined) return known;
  const faults = faultsIn(session);
  if (faults.length > 0) found.set(session, faults);
  return faults;
}

const NONE: readonly TransactionFault[] = [];

function faultsIn(session: Session): readonly TransactionFault[] {
  let faults: TransactionFault[] | undefined;
  let run = session.hidden.start ? UNKNOWN : EMPTY;
  for (const exchange of session.exchanges) {
    if (exchange.before.name === 'closed') break;
    const fault = faultOf(session, run, exchange);
    if (fault) (faults ??= []).push(fault);
    run = next(run, exchange, fault !== undefined);
  }
  return faults ?? NONE;
}

const EMPTY: Run = {
  known: true,
  finished: undefined,
  mail: undefined,
  rcpt: undefined,
  nobody: true,
  told: false,
};
const UNKNOWN: Run = { ...EMPTY, known: false };

/** Without a hello, or where nothing is known of what came before, there is nothing to say. */
function faultOf(session: Session, run: Run, exchange: Exchange): TransactionFault | undefined {
  const { before, command } = exchange;
  if (run.told || !run.known || before.hello === 'none' || before.name === 'rejected')
    return undefined;
  switch (command.verb) {
    case 'RCPT':
      return recipientFault(session, run, exchange);
    case 'DATA':
    case 'BDAT':
    case 'BURL':
      return contentFault(session, run, exchange);
    default:
      return undefined;
  }
}

function recipientFault(
  session: Session,
  run: Run,
  exchange: Exchange,
): TransactionFault | undefined {
  const { mail, finished } = run;
  if (mail === undefined) {
    const kind = finished ? 'transaction-not-restarted' : 'rcpt-before-mail';
    return { exchange, kind, cause: finished };
  }
  if (!refused(mail) || wasPending(session, mail, exchange)) return undefined;
  return { exchange, kind: 'rcpt-before-mail', cause: mail };
}

function contentFault(
  session: Session,
  run: Run,
  exchange: Exchange,
): TransactionFault | undefined {
  const { mail, finished, rcpt, nobody } = run;
  if (mail === undefined && finished !== undefined) {
    return { exchange, kind: afterMessage(finished, exchange), cause: finished };
  }
  if (rcpt === undefined) return { exchange, kind: 'data-before-rcpt', cause: mail };
  // What had no reply yet, or never got one, may have been accepted for all the client knew.
  if (!nobody || wasPending(session, rcpt, exchange)) return undefined;
  return { exchange, kind: 'data-without-valid-recipient', cause: rcpt };
}

function afterMessage(finished: Exchange, exchange: Exchange): TransactionFault['kind'] {
  const both = finished.command.verb === 'BDAT' && exchange.command.verb === 'BDAT';
  if (!both) return 'transaction-not-restarted';
  return refused(finished) ? 'bdat-after-failure' : 'bdat-after-last';
}

function next(run: Run, exchange: Exchange, fault: boolean): Run {
  const { command, before } = exchange;
  const told = run.told || fault;
  switch (command.verb) {
    case 'MAIL':
    case 'SEND':
    case 'SOML':
    case 'SAML':
      return before.transaction !== undefined && !accepted(exchange)
        ? run
        : { ...EMPTY, mail: exchange };
    case 'RCPT':
      return withRecipient(run, exchange, told);
    case 'DATA':
      return codeOf(exchange) === 354 ? { ...EMPTY, finished: exchange } : withTold(run, told);
    case 'BDAT':
    case 'BURL':
      return ends(exchange) ? { ...EMPTY, finished: exchange, told } : withTold(run, told);
    case 'RSET':
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
    case 'STARTTLS':
    case 'XCLIENT':
      return accepted(exchange) ? EMPTY : run;
    default:
      return run;
  }
}

function withTold(run: Run, told: boolean): Run {
  return run.told === told ? run : { ...run, told };
}

function withRecipient(run: Run, rcpt: Exchange, told: boolean): Run {
  return { ...run, rcpt, nobody: run.nobody && refused(rcpt), told };
}

/** LAST was dealt with, and with it the message. */
function ends({ before, after }: Exchange): boolean {
  return before.transaction !== undefined && after.transaction === undefined;
}
