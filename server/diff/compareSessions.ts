import { sessionNameOf } from '../core/feature/sessionTitle.ts';
import type { Exchange, Reply } from '../core/transcript/model.ts';
import type { MatchPolicy } from '../protocol/replay.ts';
import { align } from './align.ts';
import type { Aligned } from './align.ts';
import { compareCommand } from './compareCommand.ts';
import { compareContent } from './compareContent.ts';
import { compareOutcome } from './compareOutcome.ts';
import { compareReplies } from './compareReplies.ts';
import type { Compared, ReplyPair } from './compareReplies.ts';
import { begins, isHello, isSame, itemsOf, likeness, MOST_ALIKE, replyItemsOf } from './items.ts';
import type { Item } from './items.ts';
import type {
  Difference,
  DifferenceKind,
  DiffSide,
  Excerpt,
  NamedSession,
  SessionDiff,
} from './model.ts';
import { settle } from './settle.ts';
import { isShownIn } from './isShownIn.ts';
import { commandExcerpt, lineOf, replyExcerpt } from './shown.ts';

/** Differences of one session that are listed; the rest is counted. */
const MOST_LISTED = 500;

/** Two sessions by meaning: what either client said, what came back, and what came of it. */
export function compareSessions(
  first: DiffSide,
  second: DiffSide,
  policy: MatchPolicy,
): SessionDiff {
  return new Comparison({ first, second, policy }).result();
}

/** A session that only one transcript has. */
export function lonelySession(side: DiffSide, where: 'first' | 'second'): SessionDiff {
  const named = namedSession(side);
  return {
    first: where === 'first' ? named : null,
    second: where === 'second' ? named : null,
    differences: [
      {
        kind: 'outcome',
        message: `Only the ${where} has this session.`,
        first: null,
        second: null,
      },
    ],
    omitted: 0,
    folded: 0,
  };
}

class Comparison {
  readonly #compared: Compared;
  readonly #differences: Difference[] = [];
  #omitted = 0;
  #folded = 0;

  constructor(compared: Compared) {
    this.#compared = compared;
  }

  result(): SessionDiff {
    const { first, second } = this.#compared;
    const repliesOnly = [first, second].some(({ session }) => session.hidden.clientLines);
    const items = repliesOnly ? replyItemsOf : itemsOf;
    // What came of it comes first: it tells most, and a long list must not push it out.
    for (const difference of compareOutcome(first, second)) this.#add(difference);
    const pairs = align(items(first), items(second), { likeness, best: MOST_ALIKE });
    for (const pair of settle(pairs, { isSame, begins })) this.#turn(pair);
    return {
      first: namedSession(first),
      second: namedSession(second),
      differences: this.#differences,
      omitted: this.#omitted,
      folded: this.#folded,
    };
  }

  #turn({ first, second }: Aligned<Item>): void {
    if (first === null || second === null) {
      if (first !== null) this.#lonely(first, 'first');
      if (second !== null) this.#lonely(second, 'second');
    } else if (first.kind === 'exchange' && second.kind === 'exchange') {
      this.#exchanges(first.exchange, second.exchange);
    } else if (first.kind !== 'exchange' && second.kind !== 'exchange') {
      const greets = first.kind === 'greeting';
      const [verb, what] = greets ? ['connect', 'The greeting'] : ['', 'A reply'];
      this.#replies({ first: first.reply, second: second.reply, verb, what });
    }
  }

  #exchanges(one: Exchange, other: Exchange): void {
    const differences = compareCommand(this.#compared, one, other);
    for (const difference of differences) this.#add(difference);
    const { verb } = one.command;
    // HELO gets one line where EHLO gets a list: only the codes say the same.
    const asked = isHello(verb) && verb !== other.command.verb ? '' : verb;
    const name = verb === '' ? 'an empty line' : this.#nameOf(one);
    // Challenges of different mechanisms, or with and without an initial response, are no pairs.
    const isOther = differences.length > 0 || one.replies.length !== other.replies.length;
    const finalOnly = verb === 'AUTH' && isOther;
    this.#replyLists(one, other, {
      first: finalOnly ? one.replies.slice(-1) : one.replies,
      second: finalOnly ? other.replies.slice(-1) : other.replies,
      verb: asked,
      what: `The reply to ${name}`,
    });
    if (one.content === undefined || other.content === undefined) return;
    const { first, second } = this.#compared;
    const sides = [
      { side: first, content: one.content },
      { side: second, content: other.content },
    ] as const;
    const difference = compareContent(...sides);
    if (difference !== undefined) this.#add(difference);
    this.#replyLists(one, other, {
      first: one.content.replies,
      second: other.content.replies,
      verb: '',
      what: verb === 'BDAT' ? 'The reply to the chunk' : 'The reply to the message',
    });
  }

  /** RCPT with its address, so that one of many is found. */
  #nameOf(exchange: Exchange): string {
    const { text } = commandExcerpt(this.#compared.first, exchange);
    return exchange.command.verb === 'RCPT' ? text : (text.split(' ')[0] ?? '');
  }

  #replyLists(
    one: Exchange,
    other: Exchange,
    lists: Omit<ReplyPair, 'first' | 'second'> & {
      readonly first: readonly Reply[];
      readonly second: readonly Reply[];
    },
  ): void {
    const { first, second, verb, what } = lists;
    const count = Math.max(first.length, second.length);
    for (let at = 0; at < count; at++) {
      const [a, b] = [first[at], second[at]];
      if (a !== undefined && b !== undefined) this.#replies({ first: a, second: b, verb, what });
      else this.#missingReply({ a, b, what, exchange: a === undefined ? one : other });
    }
  }

  #replies(pair: ReplyPair): void {
    const { differences, folded } = compareReplies(this.#compared, pair);
    this.#folded += folded;
    for (const difference of differences) this.#add(difference);
  }

  #missingReply(missing: {
    readonly a: Reply | undefined;
    readonly b: Reply | undefined;
    readonly what: string;
    readonly exchange: Exchange;
  }): void {
    const { a, b, what, exchange } = missing;
    const { first, second } = this.#compared;
    if (!isShownIn(a === undefined ? first : second, exchange)) return;
    this.#add({
      kind: 'reply',
      message: `${what} is only in the ${a === undefined ? 'second' : 'first'}.`,
      first: a === undefined ? null : replyExcerpt(first, a),
      second: b === undefined ? null : replyExcerpt(second, b),
    });
  }

  /** Said in one transcript, and the other would show it. */
  #lonely(item: Item, where: 'first' | 'second'): void {
    const { first, second } = this.#compared;
    const [side, otherSide] = where === 'first' ? [first, second] : [second, first];
    if (!isShownIn(otherSide, item.kind === 'exchange' ? item.exchange : item.kind)) return;
    const { kind, what, excerpt } = lonelyItem(side, item);
    this.#add({
      kind,
      message: `${what} in the ${where} only.`,
      first: where === 'first' ? excerpt : null,
      second: where === 'second' ? excerpt : null,
    });
  }

  #add(difference: Difference): void {
    if (this.#differences.length < MOST_LISTED) this.#differences.push(difference);
    else this.#omitted++;
  }
}

/** What stands alone, as the beginning of a sentence. */
function lonelyItem(
  side: DiffSide,
  item: Item,
): { readonly kind: DifferenceKind; readonly what: string; readonly excerpt: Excerpt | null } {
  if (item.kind !== 'exchange') {
    const what = item.kind === 'greeting' ? 'The server greets' : 'This reply comes';
    return { kind: 'reply', what, excerpt: replyExcerpt(side, item.reply) };
  }
  const excerpt = commandExcerpt(side, item.exchange);
  const isEnvelope = /^(?:MAIL|RCPT)$/.test(item.exchange.command.verb);
  const [verb = ''] = excerpt.text.split(' ');
  const name = isEnvelope ? excerpt.text : verb === '' ? 'An empty line' : verb;
  return { kind: isEnvelope ? 'envelope' : 'command', what: `${name} is sent`, excerpt };
}

function namedSession(side: DiffSide): NamedSession {
  const { session, number } = side;
  return {
    number,
    name: sessionNameOf(session, number),
    firstLine: lineOf(side, session.span.start),
    lastLine: lineOf(side, Math.max(session.span.start, session.span.end - 1)),
  };
}
