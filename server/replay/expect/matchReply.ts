import { AGREES, differs } from './agreement.ts';
import { codeFits } from './codeFits.ts';
import { foldedBetweenExtensions } from './extensions.ts';
import { matchPattern } from './matchPattern.ts';
import { matchPlaces } from './matchPlaces.ts';
import { listsExtensions, openingOf } from './opening.ts';
import type { Expectation, LiveReplyText, ReplyMatch, ReplyPart } from './replyMatch.ts';
import { foldedBetween } from './sameText.ts';
import type { RecordedReply } from '../../protocol/replay.ts';

/**
 * Compares a live reply with what is expected. `variables` are the values known so far; names that
 * this reply binds are told, not set. Where only codes count, `live.lines` is not read.
 */
export function matchReply(
  step: Expectation,
  live: LiveReplyText,
  variables: ReadonlyMap<string, string>,
): ReplyMatch {
  if (step.pattern !== undefined) return matchPattern(step.pattern, live, variables);
  const isOther = step.anyOf !== undefined && codeFits(live.code, step.anyOf);
  const { recorded } = step;
  if (recorded === null) return step.anyOf === undefined || isOther ? AGREES : differs('code');
  const fault = isOther ? undefined : codeFault(recorded, live.code, step.policy);
  if (fault !== undefined) return differs(fault);
  if (step.variables !== undefined && step.variables.length > 0) {
    return withPlaces({ ...step, recorded }, live, { isOther, variables });
  }
  return isOther ? AGREES : textMatch({ ...step, recorded }, live);
}

function codeFault(
  recorded: RecordedReply,
  code: number,
  policy: Expectation['policy'],
): ReplyPart | undefined {
  if (policy !== 'class') return recorded.code === code ? undefined : 'code';
  return Math.trunc(recorded.code / 100) === Math.trunc(code / 100) ? undefined : 'class';
}

type Recorded = Expectation & { readonly recorded: RecordedReply };

/** The text, as far as the policy asks for it. */
function textMatch(step: Recorded, live: LiveReplyText): ReplyMatch {
  switch (step.policy) {
    case 'class':
    case 'code':
      return AGREES;
    case 'enhanced':
      return sameEnhanced(step.recorded, live) ? AGREES : differs('enhanced');
    case 'exact':
      return exactMatch(step, step.recorded.lines, live);
  }
}

/** RFC 2034 puts the same enhanced code on every line; the first one is compared. */
function sameEnhanced(recorded: RecordedReply, live: LiveReplyText): boolean {
  const wanted = enhancedOf(recorded.lines[0] ?? '');
  return wanted === '' || wanted === enhancedOf(live.lines[0] ?? '');
}

function enhancedOf(text: string): string {
  return /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(text)?.[0] ?? '';
}

/** White space is not compared, nor volatile parts, nor the order of what EHLO lists. */
function exactMatch(
  { verb = '', recorded }: Recorded,
  wanted: readonly string[],
  live: LiveReplyText,
): ReplyMatch {
  const inAnyOrder = listsExtensions(verb);
  const { lines } = live;
  const compared = inAnyOrder ? 1 : wanted.length;
  if (!inAnyOrder && lines.length !== wanted.length) return differs('text');
  let folded = 0;
  for (let at = 0; at < compared; at++) {
    const opening = openingOf(verb, recorded.code, at);
    const between = foldedBetween(wanted[at] ?? '', lines[at] ?? '', opening);
    if (between === undefined) return differs('text');
    folded += between;
  }
  const listed = inAnyOrder ? foldedBetweenExtensions(wanted.slice(1), lines.slice(1)) : 0;
  if (listed === undefined) return differs('extensions');
  folded += listed;
  return folded === 0 ? AGREES : { ...AGREES, folded };
}

/** Places first, whatever the policy; then what the policy says of the lines without any. */
function withPlaces(
  step: Recorded,
  live: LiveReplyText,
  given: { readonly isOther: boolean; readonly variables: ReadonlyMap<string, string> },
): ReplyMatch {
  const placed = matchPlaces(step, live, given.variables);
  if (placed === undefined) {
    return given.isOther ? AGREES : differs('variable');
  }
  const { captured, folded, recorded, lines } = placed;
  if (given.isOther) return { ...AGREES, captured };
  const rest = restMatch(step, { recorded, lines });
  return { ...rest, captured, folded: step.policy === 'exact' ? rest.folded + folded : 0 };
}

/** Lines with places were compared; they count as the same here. */
function restMatch(
  step: Recorded,
  lines: { readonly recorded: readonly string[]; readonly lines: readonly string[] },
): ReplyMatch {
  const recorded = { code: step.recorded.code, lines: lines.recorded };
  return textMatch({ ...step, recorded }, { code: recorded.code, lines: lines.lines });
}
