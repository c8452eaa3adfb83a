import type { ReplyMatch, ReplyPart } from './replyMatch.ts';

const NOTHING: ReplyMatch['captured'] = [];

/** Nothing differs, nothing was captured or folded. */
export const AGREES: ReplyMatch = { agrees: true, what: null, captured: NOTHING, folded: 0 };

const DIFFERENCES: Readonly<Record<ReplyPart, ReplyMatch>> = {
  code: differenceIn('code'),
  class: differenceIn('class'),
  enhanced: differenceIn('enhanced'),
  text: differenceIn('text'),
  pattern: differenceIn('pattern'),
  variable: differenceIn('variable'),
  extensions: differenceIn('extensions'),
};

/** This part differs. */
export function differs(what: ReplyPart): ReplyMatch {
  return DIFFERENCES[what];
}

function differenceIn(what: ReplyPart): ReplyMatch {
  return { agrees: false, what, captured: NOTHING, folded: 0 };
}
