import { visibleOf } from '../core/octets/visible.ts';
import type { Reply } from '../core/transcript/model.ts';
import type { MatchPolicy, RecordedReply } from '../protocol/replay.ts';
import { listsExtensions } from '../replay/expect/opening.ts';
import { matchReply } from '../replay/expect/matchReply.ts';
import type { ReplyPart } from '../replay/expect/replyMatch.ts';
import { extensionMessages } from './compareExtensions.ts';
import { replyLineText } from '../core/transcript/replyLineText.ts';
import { showsLastLinesOnly } from './hides.ts';
import type { Difference, DiffSide } from './model.ts';
import { replyExcerpt } from './shown.ts';

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

const NONE: ReadonlyMap<string, string> = new Map();

/** Compares two replies as the policy asks; where a tool prints last lines only, these. */
export function compareReplies(compared: Compared, pair: ReplyPair): ReplyDifferences {
  const lastOnly = showsLastLinesOnly(compared.first) || showsLastLinesOnly(compared.second);
  const recorded = textOf(compared.first, pair.first, lastOnly);
  const live = textOf(compared.second, pair.second, lastOnly);
  const verb = lastOnly ? '' : pair.verb;
  const match = matchReply({ recorded, policy: compared.policy, verb }, live, NONE);
  if (match.what === null) return { differences: [], folded: match.folded };
  if (match.what === 'extensions') return { differences: extensions(compared, pair), folded: 0 };
  const at = match.what === 'text' ? differingLine(recorded, live) : 0;
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

/** The first line that is another. */
function differingLine(one: RecordedReply, other: RecordedReply): number {
  const at = one.lines.findIndex((line, index) => line !== other.lines[index]);
  return at < 0 ? one.lines.length : at;
}

function extensions({ first, second }: Compared, pair: ReplyPair): readonly Difference[] {
  const lists = [textOf(first, pair.first, false), textOf(second, pair.second, false)] as const;
  return extensionMessages(lists[0].lines.slice(1), lists[1].lines.slice(1)).map(message => ({
    kind: 'extensions',
    message,
    first: replyExcerpt(first, pair.first),
    second: replyExcerpt(second, pair.second),
  }));
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
