import { visibleOf } from '../core/octets/visible.ts';
import type { Reply } from '../core/transcript/model.ts';
import type { MatchPolicy, RecordedReply } from '../protocol/replay.ts';
import { listsExtensions, openingOf } from '../replay/expect/opening.ts';
import { matchReply } from '../replay/expect/matchReply.ts';
import type { ReplyPart } from '../replay/expect/replyMatch.ts';
import { foldedBetween } from '../replay/expect/sameText.ts';
import { offerDifferences } from './compareExtensions.ts';
import type { OfferLine } from './compareExtensions.ts';
import { replyLineText } from '../core/transcript/replyLineText.ts';
import { showsLastLinesOnly } from './hides.ts';
import type { Difference, DiffSide, Excerpt } from './model.ts';
import { sameOctets } from './sameOctets.ts';
import { replyExcerpt, replyLineExcerpt } from './shown.ts';

/** The two transcripts, and how much of a reply has to be the same. */
export interface Compared {
  readonly first: DiffSide;
  readonly second: DiffSide;
  readonly policy: MatchPolicy;
}

/** Two replies to one thing: how it is called in a sentence, and the verb it answers. */
export interface ReplyPair {
  readonly first: Reply;
  readonly second: Reply;
  readonly verb: string;
  readonly what: string;
}

/** What comparing two replies gave. */
export interface ReplyDifferences {
  readonly differences: readonly Difference[];
  readonly folded: number;
}

const NOTHING: ReplyDifferences = { differences: [], folded: 0 };
const NONE: ReadonlyMap<string, string> = new Map();

/** Compares two replies as the policy asks; where a tool prints last lines only, these. */
export function compareReplies(compared: Compared, pair: ReplyPair): ReplyDifferences {
  if (areTheSame(compared, pair)) return NOTHING;
  const lastOnly = showsLastLinesOnly(compared.first) || showsLastLinesOnly(compared.second);
  const recorded = textOf(compared.first, pair.first, lastOnly);
  const live = textOf(compared.second, pair.second, lastOnly);
  const verb = lastOnly ? '' : pair.verb;
  const match = matchReply({ recorded, policy: compared.policy, verb }, live, NONE);
  if (match.what === null) return { differences: [], folded: match.folded };
  if (match.what === 'extensions') {
    const offers = extensions(compared, pair);
    const differences = offers.length > 0 ? offers : [repeats(compared, pair)];
    return { differences, folded: 0 };
  }
  const at = match.what === 'text' ? differingLine(verb, recorded, live) : 0;
  const difference: Difference = {
    kind: 'reply',
    message: wording(pair.what, match.what, { recorded, live }),
    first: replyExcerpt(compared.first, pair.first, at),
    second: replyExcerpt(compared.second, pair.second, at),
  };
  const offers = listsExtensions(verb) && match.what === 'text' ? extensions(compared, pair) : [];
  return { differences: [difference, ...offers], folded: 0 };
}

function textOf({ chunk }: DiffSide, reply: Reply, lastOnly: boolean): RecordedReply {
  const lines = lastOnly ? reply.lines.slice(-1) : reply.lines;
  return { code: reply.code, lines: lines.map(line => replyLineText(chunk, line)) };
}

/** The very same octets in both: there is nothing to be read. */
function areTheSame({ first, second }: Compared, pair: ReplyPair): boolean {
  const [one, other] = [pair.first, pair.second];
  const [octets, others] = [first.chunk.octets, second.chunk.octets];
  if (one.code !== other.code || one.lines.length !== other.lines.length) return false;
  return one.lines.every((line, at) => {
    const twin = other.lines[at];
    return (
      twin?.raw === line.raw &&
      sameOctets({ octets, span: line.span }, { octets: others, span: twin.span })
    );
  });
}

/** The first line that means something else. */
function differingLine(verb: string, one: RecordedReply, other: RecordedReply): number {
  const at = one.lines.findIndex((line, index) => {
    const theirs = other.lines[index];
    const opening = openingOf(verb, one.code, index);
    return theirs === undefined || foldedBetween(line, theirs, opening) === undefined;
  });
  return at < 0 ? one.lines.length : at;
}

function extensions({ first, second }: Compared, pair: ReplyPair): readonly Difference[] {
  const [one, other] = [textOf(first, pair.first, false), textOf(second, pair.second, false)];
  return offerDifferences(one.lines.slice(1), other.lines.slice(1)).map(offer => ({
    kind: 'extensions',
    message: offer.message,
    first: offerExcerpt(first, pair.first, offer.first),
    second: offerExcerpt(second, pair.second, offer.second),
  }));
}

function offerExcerpt(side: DiffSide, reply: Reply, line: OfferLine | null): Excerpt | null {
  return line && replyLineExcerpt(side, reply, { index: line.at + 1, more: line.more });
}

function repeats({ first, second }: Compared, pair: ReplyPair): Difference {
  return {
    kind: 'extensions',
    message: 'One of the servers repeats some of what it offers.',
    first: replyExcerpt(first, pair.first),
    second: replyExcerpt(second, pair.second),
  };
}

function wording(
  what: string,
  part: ReplyPart,
  { recorded, live }: { readonly recorded: RecordedReply; readonly live: RecordedReply },
): string {
  switch (part) {
    case 'code':
    case 'class':
      return `${what} is ${String(recorded.code)} in the first, ${String(live.code)} in the second.`;
    case 'enhanced':
      return `${what} has ${enhanced(recorded)} in the first, ${enhanced(live)} in the second.`;
    default:
      return `${what} is ${String(recorded.code)} in both, with another text.`;
  }
}

function enhanced({ lines }: RecordedReply): string {
  const code = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(lines[0] ?? '')?.[0];
  return code === undefined ? 'no enhanced code' : visibleOf(code);
}
