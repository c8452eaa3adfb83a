import type { Chunk, Exchange, Reply, Session } from '../../transcript/model.ts';
import { END_OF_DATA_REPLIES, isUsualCode, repliesTo } from '../reply/expectedReplies.ts';
import { transactionFaults } from '../sequencing/transactionFaults.ts';
import { cluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';
import { commandClues, lengthClues, lookAtPath } from './commandClues.ts';
import { contentClues, rareOctetsOf } from './contentClues.ts';
import type { OctetsOf, RareOctets } from './contentClues.ts';
import { headerClues } from './headerClues.ts';
import { greetingClues, offerClues, replyClues } from './replyClues.ts';
import { DialogueLook } from './dialogueClues.ts';
import { wideCluesOf } from './wideClues.ts';
import { verbTraits } from './verbTraits.ts';
import type { VerbTraits } from './verbTraits.ts';

const TLS = cluesFrom('tls');
const LMTP = cluesFrom('lmtp');
const STRAY = cluesFrom('stray');
const UNMARKED = cluesFrom('unmarked');
const ODD_OPENING = cluesFrom('odd-opening');
const ODD_ENDING = cluesFrom('odd-ending');
const ODD_REPLY = cluesFrom('odd-reply');
const ODD_CODE = cluesFrom('odd-code');
const LASTING = cluesFrom('odd-params', 'chunks');
const STALE_OFFER = cluesFrom('stale-offer');
const UNAWAITED = cluesFrom('unawaited');
const UNANSWERED = cluesFrom('unanswered');
const HELLO_FAULT = cluesFrom('hello-fault');
const TRANSACTION_FAULT = cluesFrom('transaction-fault');

/** Where the clues of a session showed. */
export interface SessionClues {
  readonly all: Clues;
  /** What is no single exchange's. */
  readonly own: Clues;
  /** What each exchange shows, in order. */
  readonly each: readonly Clues[];
  /** What it shows as a whole. */
  readonly wide: Clues;
}

/** The clues of a session, in one look at each line of its dialogue. */
export function cluesOf(chunk: Chunk, session: Session, octets: OctetsOf): SessionClues {
  const rare = rareOctetsOf(chunk, session, octets);
  const look = new Look(chunk, rare);
  const dialogue = new DialogueLook(session);
  const each: Clues[] = [];
  let all = 0;
  let own = sessionClues(session) | rare.clues;
  for (const step of session.steps) {
    switch (step.kind) {
      case 'exchange': {
        const traits = verbTraits(step.command.verb);
        const clues = look.exchange(step, traits);
        dialogue.at(step, traits.kind);
        each.push(clues);
        all |= clues;
        break;
      }
      case 'greeting':
        own |= replyClues(chunk, step.reply) | openingClues(chunk, step.reply);
        break;
      case 'stray':
        own |= replyClues(chunk, step.reply) | STRAY;
        break;
      case 'event':
        if (step.event === 'tls') own |= TLS;
        break;
      case 'unknown':
        own |= UNMARKED;
        break;
      default:
    }
  }
  if (!look.endsWithQuit) own |= ODD_ENDING;
  const wide = wideCluesOf(chunk, session, rare) | look.wide | dialogue.finish(chunk);
  return { all: all | own, own, each, wide };
}

function sessionClues(session: Session): Clues {
  const { greeting } = session;
  let clues = transactionFaults(session).length > 0 ? TRANSACTION_FAULT : 0;
  if (greeting === undefined || greeting.late) clues |= ODD_OPENING;
  if (session.ending !== 'quit') clues |= ODD_ENDING;
  if (session.protocol === 'LMTP') clues |= LMTP;
  if (session.tls) clues |= TLS;
  if (session.mixedMarks) clues |= UNMARKED;
  return clues;
}

function openingClues(chunk: Chunk, reply: Reply): Clues {
  const connect = repliesTo('connect');
  const usual = connect !== undefined && isUsualCode(reply.code, connect);
  return (
    greetingClues(chunk, reply) | (usual ? 0 : ODD_CODE) | (reply.code < 400 ? 0 : ODD_OPENING)
  );
}

/** Looks at the exchanges of a session in order. */
class Look {
  readonly #chunk: Chunk;
  readonly #rare: RareOctets;
  #before: Exchange | undefined;
  #mail: Exchange | undefined;
  /** The size that this MAIL declares. */
  #declared = 0;
  #lasting = 0;
  /** The newest RCPT. */
  #rcpt: Exchange | undefined;
  /** What the messages show as a whole. */
  wide: Clues = 0;

  constructor(chunk: Chunk, rare: RareOctets) {
    this.#chunk = chunk;
    this.#rare = rare;
  }

  get endsWithQuit(): boolean {
    return this.#before?.command.verb === 'QUIT';
  }

  exchange(exchange: Exchange, traits: VerbTraits): Clues {
    const chunk = this.#chunk;
    const { command, responses, content } = exchange;
    let clues = commandClues(chunk, command, traits) | stateClues(exchange, traits, this.#before);
    this.#before = exchange;
    if (traits.isMail || traits.isRcpt) clues |= this.#path(exchange, traits);
    // What was announced or begun, the command that sends content may have to keep.
    else clues |= this.#lasting;
    this.#lasting |= clues & LASTING;
    for (const line of responses) clues |= lengthClues(line);
    clues |= answerClues(chunk, exchange, traits);
    if (content === undefined) return clues;
    for (const reply of content.replies) {
      clues |= replyClues(chunk, reply);
      if (!isUsualCode(reply.code, END_OF_DATA_REPLIES)) clues |= ODD_CODE;
    }
    const header = headerClues(chunk, { exchange, content, rcpt: this.#rcpt }, this.#rare);
    this.wide |= header.wide;
    return (
      clues | header.own | contentClues(chunk, content, this.#declaredFor(exchange), this.#rare)
    );
  }

  #path(exchange: Exchange, traits: VerbTraits): Clues {
    const { clues, declared } = lookAtPath(this.#chunk, exchange);
    if (traits.isRcpt) this.#rcpt = exchange;
    if (traits.isMail) {
      this.#mail = exchange;
      this.#declared = declared;
    }
    return clues;
  }

  /** Another MAIL than the newest opened the transaction: its rule shall look itself. */
  #declaredFor({ before }: Exchange): number {
    return before.transaction?.mail === this.#mail ? this.#declared : -1;
  }
}

/** What the replies to a command show. */
function answerClues(chunk: Chunk, { command, replies }: Exchange, traits: VerbTraits): Clues {
  let clues = 0;
  const { expected } = traits;
  for (const reply of replies) {
    clues |= replyClues(chunk, reply);
    if (expected && !isUsualCode(reply.code, expected)) clues |= ODD_CODE;
    if (traits.isHello && reply.code === 250) clues |= offerClues(chunk, reply);
    if (command.verb === 'DATA' && reply.code < 400 && reply.code !== 354) clues |= ODD_REPLY;
  }
  return clues;
}

/** What the place of a command in its session shows. */
function stateClues(exchange: Exchange, traits: VerbTraits, before: Exchange | undefined): Clues {
  const { known, unanswered } = exchange;
  const state = exchange.before;
  let clues = isAnswered(exchange) ? 0 : UNANSWERED;
  if (state.staleCapabilities.size > 0) clues |= STALE_OFFER;
  if (state.hello === 'none' && traits.needsHello) clues |= HELLO_FAULT;
  if (traits.cutsShort && state.transaction !== undefined) clues |= TRANSACTION_FAULT;
  if (before?.command.verb === 'QUIT') clues |= ODD_ENDING;
  if (unanswered > 0 && !mayFollow(before, known.capabilities)) clues |= UNAWAITED;
  return clues;
}

function isAnswered({ voided, replies, responses, content }: Exchange): boolean {
  if (voided) return true;
  if (replies.length <= responses.length) return false;
  return content?.terminator === undefined || content.replies.length > 0;
}

/** The command before may be followed by others at once, and the server offers that. */
function mayFollow(
  before: Exchange | undefined,
  capabilities: ReadonlyMap<string, string>,
): boolean {
  if (before === undefined || !capabilities.has('PIPELINING')) return false;
  return verbTraits(before.command.verb).mayLead || before.content !== undefined;
}
