import { HELLO_VERBS } from '../../smtp/helloVerbs.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import { accepted } from '../replyOf.ts';

/** A command that came before the hello it needs, and why there is none. */
export interface HelloFault {
  readonly exchange: Exchange;
  /** Never said, or taken back by XCLIENT; refused without fallback; lost with TLS. */
  readonly cause: 'never' | 'refused' | 'tls';
  /** The refused EHLO. */
  readonly ehlo: Exchange | undefined;
}

const MAIL_VERBS: ReadonlySet<string> = new Set([
  'MAIL',
  'SEND',
  'SOML',
  'SAML',
  'RCPT',
  'DATA',
  'BDAT',
  'BURL',
]);
const OTHER_VERBS: ReadonlySet<string> = new Set(['AUTH', 'ETRN', 'ATRN', 'XCLIENT', 'XFORWARD']);

/** The first such command of each stretch without a hello; the rest follow from it. */
export function* helloFaults(session: Session): Generator<HelloFault> {
  if (session.hidden.start) return;
  let told = false;
  let secured = false;
  let helo: Exchange | undefined;
  for (const exchange of session.exchanges) {
    const { command, before } = exchange;
    if (command.verb === 'HELO') helo = exchange;
    const restarts = command.verb === 'STARTTLS' || command.verb === 'XCLIENT';
    if (accepted(exchange) && (restarts || HELLO_VERBS.has(command.verb))) {
      told = false;
      secured = command.verb === 'STARTTLS' || (secured && !HELLO_VERBS.has(command.verb));
    }
    const needs = MAIL_VERBS.has(command.verb) || (secured && OTHER_VERBS.has(command.verb));
    if (told || !needs || before.hello !== 'none' || isElsewhere(exchange)) continue;
    told = true;
    const ehlo = helo === undefined ? before.refusedEhlo : undefined;
    const cause = secured && before.tls ? 'tls' : ehlo ? 'refused' : 'never';
    yield { exchange, cause, ehlo };
  }
}

/** Before a greeting that refuses, after the end, or in flight while the hello was decided. */
function isElsewhere({ before, known, unanswered }: Exchange): boolean {
  if (before.name === 'rejected' || before.name === 'closed') return true;
  if (before.name === 'tls') return true;
  return unanswered > 0 && known.refusedEhlo !== before.refusedEhlo;
}
