import type { Ending, Session } from '../core/transcript/model.ts';
import { sessionSettingsOf } from '../replay/plan/directives.ts';
import { hides } from './hides.ts';
import type { Difference, DiffSide } from './model.ts';

/** What came of two sessions, where that is not the same and both show it. */
export function compareOutcome(first: DiffSide, second: DiffSide): readonly Difference[] {
  const messages = [
    protocolMessage(first.session, second.session),
    tlsMessage(first, second),
    authMessage(first, second),
    acceptedMessage(first.session, second.session),
    endingMessage(first.session, second.session),
  ];
  return messages
    .filter(message => message !== undefined)
    .map(message => ({ kind: 'outcome', message, first: null, second: null }));
}

function protocolMessage(one: Session, other: Session): string | undefined {
  if (one.protocol === other.protocol) return undefined;
  return `The first speaks ${one.protocol}, the second ${other.protocol}.`;
}

function tlsMessage(first: DiffSide, second: DiffSide): string | undefined {
  const [one, other] = [isEncrypted(first), isEncrypted(second)];
  if (one === other) return undefined;
  const without = one ? second : first;
  if (hides(without, 'tls') || isPart(without.session)) return undefined;
  return `Only the ${one ? 'first' : 'second'} is encrypted.`;
}

/** Shown, or said by the transcript. */
function isEncrypted({ session }: DiffSide): boolean {
  return session.tls || sessionSettingsOf(session).implicitTls;
}

function authMessage(first: DiffSide, second: DiffSide): string | undefined {
  if (first.session.authenticated === second.session.authenticated) return undefined;
  const without = first.session.authenticated ? second : first;
  if (hides(without, 'auth') || isPart(without.session)) return undefined;
  return `Only the ${first.session.authenticated ? 'first' : 'second'} client is authenticated.`;
}

function acceptedMessage(one: Session, other: Session): string | undefined {
  const [a, b] = [acceptedOf(one), acceptedOf(other)];
  if (a === undefined || b === undefined || a === b) return undefined;
  return `${messages(a)} accepted in the first, ${b === 0 ? 'none' : String(b)} in the second.`;
}

/** Undefined where the transcript does not tell. */
function acceptedOf(session: Session): number | undefined {
  const { transactions, hidden } = session;
  if (hidden.clientLines || isPart(session)) return undefined;
  if (transactions.some(({ outcome }) => outcome === 'unknown')) return undefined;
  return transactions.filter(({ outcome }) => outcome === 'accepted').length;
}

function messages(count: number): string {
  if (count === 0) return 'No message is';
  return count === 1 ? 'One message is' : `${String(count)} messages are`;
}

const ENDINGS: Readonly<Record<Exclude<Ending, 'unknown'>, string>> = {
  quit: 'ends with QUIT',
  'quit-noreply': 'ends with QUIT without a reply',
  '421': 'is ended by the server (421)',
  drop: 'breaks off',
  eof: 'ends without QUIT',
};

function endingMessage(one: Session, other: Session): string | undefined {
  const [a, b] = [one.ending, other.ending];
  if (a === b || a === 'unknown' || b === 'unknown') return undefined;
  if ([one, other].some(({ hidden }) => hidden.goodbye || hidden.end)) return undefined;
  return `The first ${ENDINGS[a]}, the second ${ENDINGS[b]}.`;
}

function isPart({ hidden }: Session): boolean {
  return hidden.start || hidden.end;
}
