import type { Chunk, Exchange, Reply, Session } from '../../transcript/model.ts';
import type { Capabilities } from '../../transcript/state.ts';
import { SHORTEST_TIMEOUT } from '../sequencing/replyTimeouts.ts';
import { wideCluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';
import { offersOddly } from './oddKeyword.ts';

const REFUSAL = wideCluesFrom('refusal');
const TIMES = wideCluesFrom('times');
const RARE_VERB = wideCluesFrom('rare-verb');
const CROWD = wideCluesFrom('crowd');
const OPEN_OFFER = wideCluesFrom('open-offer');
const ODD_KEYWORD = wideCluesFrom('odd-keyword');
const ABUTTING = wideCluesFrom('abutting');
const RECIPIENTS = wideCluesFrom('recipients');
const MASKED = wideCluesFrom('masked-offer');

/** What a verb is to these clues, in bits; one look up for each command. */
const IDLE = 1;
const RARE = 2;
const HELLO = 4;
const RCPT = 8;

const KINDS: ReadonlyMap<string, number> = new Map([
  ...['NOOP', 'HELP'].map(verb => [verb, IDLE] as const),
  ...['VRFY', 'EXPN'].map(verb => [verb, IDLE | RARE] as const),
  ...['TURN', 'SEND', 'SOML', 'SAML'].map(verb => [verb, RARE] as const),
  ...['EHLO', 'LHLO'].map(verb => [verb, HELLO] as const),
  ['HELO', HELLO | RARE],
  ['RCPT', RCPT],
]);

/** What a verb, upper case, is to these clues; 0 for nothing. */
export function verbKindOf(verb: string): number {
  return KINDS.get(verb) ?? 0;
}

/** More commands in flight are a crowd. */
export const CROWD_SIZE = 100;

/** A command that keeps a connection busy and sends nothing. */
export function isIdle(verb: string): boolean {
  return (verbKindOf(verb) & IDLE) !== 0;
}

/** More of them in a row are a crowd, too. */
export const CROWD_OF_IDLERS = 20;

/** What the dialogue of a session shows as a whole, in one look at its exchanges. */
export function dialogueCluesOf(chunk: Chunk, session: Session): Clues {
  const look = new DialogueLook(session);
  for (const exchange of session.exchanges) look.at(exchange, verbKindOf(exchange.command.verb));
  return look.finish(chunk);
}

/** The same in a walk of somebody else's. */
export class DialogueLook {
  readonly #session: Session;
  #clues: Clues = 0;
  #latest: number;
  #idle = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#latest = session.greeting?.reply.lines[0]?.time ?? -1;
  }

  /** Looks at the next exchange; `kind` is that of its verb. */
  at(exchange: Exchange, kind: number): void {
    const { command, replies, content, unanswered } = exchange;
    if (command.time >= 0) this.#atTime(command.time);
    if (unanswered > 0) this.#atUnawaited(unanswered, command.time);
    if (kind !== 0) this.#atKind(kind, exchange);
    else this.#idle = 0;
    for (const reply of replies) this.#atReply(reply);
    if (content === undefined) return;
    for (const reply of content.replies) this.#atReply(reply);
  }

  /** The clues of the whole. */
  finish({ abuts }: Chunk): Clues {
    const { greeting, exchanges, steps } = this.#session;
    // A reply nobody asked for has a place in time of its own, as has a late greeting.
    const others = this.#latest >= 0 && steps.length > exchanges.length;
    const late = greeting?.late === true || (others && steps.some(step => step.kind === 'stray'));
    const times = late ? TIMES : 0;
    return this.#clues | offerClues(this.#session) | times | (abuts ? ABUTTING : 0);
  }

  #atTime(time: number): void {
    const apart = this.#latest < 0 ? 0 : time - this.#latest;
    if (apart < 0 || apart > SHORTEST_TIMEOUT) this.#clues |= TIMES;
    this.#latest = Math.max(this.#latest, time);
  }

  #atUnawaited(unanswered: number, time: number): void {
    if (time >= 0) this.#clues |= TIMES;
    if (unanswered >= CROWD_SIZE) this.#clues |= CROWD;
  }

  #atKind(kind: number, exchange: Exchange): void {
    this.#idle = (kind & IDLE) === 0 ? 0 : this.#idle + 1;
    if (this.#idle > CROWD_OF_IDLERS) this.#clues |= CROWD;
    if ((kind & RARE) !== 0) this.#clues |= RARE_VERB;
    if ((kind & RCPT) !== 0 && (exchange.before.transaction?.acceptedCount ?? 0) > 0)
      this.#clues |= RECIPIENTS;
    if ((kind & HELLO) === 0) return;
    if (offersOddly(exchange)) this.#clues |= ODD_KEYWORD;
    if (isStripped(exchange)) this.#clues |= MASKED;
  }

  #atReply({ code, lines }: Reply): void {
    if (code >= 400) this.#clues |= REFUSAL;
    const time = lines[0]?.time ?? -1;
    if (time >= 0) this.#atTime(time);
  }
}

/** What the server still offers when the session ends tells what was not made use of. */
function offerClues({ tls, final }: Session): Clues {
  return !tls && final.capabilities.get('STARTTLS') !== undefined ? OPEN_OFFER : 0;
}

/** Some keyword reads as if letters had been painted over, or STARTTLS is not there any more. */
function isStripped(ehlo: Exchange): boolean {
  return hasMasked(ehlo.after.capabilities) || withdrawsTls(ehlo);
}

/** Lists that were looked through: sessions share them. */
const known = new WeakMap<Capabilities, boolean>();

function hasMasked(capabilities: Capabilities): boolean {
  let masked = known.get(capabilities);
  if (masked === undefined) {
    masked = [...capabilities.keys()].some(isMasked);
    known.set(capabilities, masked);
  }
  return masked;
}

/** This EHLO offers no STARTTLS in the clear, though the one before did. */
export function withdrawsTls({ before, after }: Exchange): boolean {
  if (before.capabilities.get('STARTTLS') === undefined || after.tls || after.authenticated) {
    return false;
  }
  return after.hello === 'EHLO' && !after.capabilities.has('STARTTLS');
}

/** `XXXXXXXA`, as a firewall leaves what it does not let through; upper case. */
export function isMasked(keyword: string): boolean {
  return keyword.startsWith('XXXX') && /^X{4,100}[A-Z]?$/.test(keyword);
}
