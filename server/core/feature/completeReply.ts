import { ENHANCED_CODES } from '../smtp/enhancedCodes.ts';
import { EXTENSIONS } from '../smtp/extensions.ts';
import { isOfferVerb } from '../smtp/helloVerbs.ts';
import { replyCodeOf } from '../smtp/replyCodes.ts';
import { ANY_COMMAND_REPLIES, CONNECT_REPLIES, verbOf } from '../smtp/verbs.ts';
import type { VerbReplies } from '../smtp/verbs.ts';
import type { Exchange } from '../transcript/model.ts';
import type { Completion, Typing } from './typing.ts';
import { lastWord } from './typing.ts';
import type { Moment } from './momentBefore.ts';

/** What may stand at the cursor of a server's line. */
export function completeReply(typing: Typing): Completion[] {
  const { text, moment } = typing;
  if (/^\d{0,3}$/.test(text)) return codes(typing);
  const head = /^(\d{3})[ -](.*)$/.exec(text);
  if (head === null) return [];
  const [, code = '', rest = ''] = head;
  if (!/^\S*$/.test(rest)) return [];
  const isOffer = isOfferVerb(moment.pending?.command.verb);
  if (isOffer && code === '250') return isFirstLine(moment) ? [] : keywords(typing, rest);
  return enhanced(typing, Number(code), rest);
}

/** The reply to EHLO has no line yet: the first one carries the server's name. */
function isFirstLine({ pending }: Moment): boolean {
  return pending?.replies.length === 0;
}

function codes(typing: Typing): Completion[] {
  const { text, moment } = typing;
  return expected(moment)
    .filter(code => String(code).startsWith(text))
    .map((code, rank) => ({
      kind: 'code',
      label: String(code),
      insert: String(code),
      at: lastWord(typing, text.length),
      detail: replyCodeOf(code)?.meaning ?? '',
      about: replyCodeOf(code)?.advice ?? '',
      rank,
    }));
}

/** Codes that answer what waits, those of success first. */
function expected({ pending, session }: Moment): number[] {
  if (pending === undefined) {
    return session?.greeting === undefined ? inOrder(CONNECT_REPLIES, []) : [421];
  }
  const replies = verbOf(pending.command.verb)?.replies;
  if (replies === undefined) return [500, 502, 421];
  return phaseReplies(pending, replies);
}

/** DATA is answered twice: 354 comes first, the verdict after the dot. */
function phaseReplies(pending: Exchange, replies: VerbReplies): number[] {
  if (pending.command.verb !== 'DATA') return inOrder(replies, ANY_COMMAND_REPLIES);
  const afterDot = pending.content?.terminator !== undefined;
  return afterDot
    ? inOrder({ ...replies, intermediate: [] }, [421])
    : inOrder({ ...replies, success: [] }, ANY_COMMAND_REPLIES);
}

function inOrder(replies: VerbReplies, more: readonly number[]): number[] {
  const { success, intermediate, error } = replies;
  return [...new Set([...success, ...intermediate, ...error, ...more])];
}

/** Extensions that the reply to EHLO may name next. */
function keywords(typing: Typing, word: string): Completion[] {
  return EXTENSIONS.filter(extension => extension.status === 'standard').map((extension, rank) => ({
    kind: 'value',
    label: extension.keyword,
    insert: extension.keyword,
    at: lastWord(typing, word.length),
    detail: extension.ref,
    about: extension.description,
    rank,
  }));
}

/** Enhanced codes of the reply's class, those that the registry pairs with its code first. */
function enhanced(typing: Typing, code: number, word: string): Completion[] {
  if (!typing.moment.state.capabilities.has('ENHANCEDSTATUSCODES')) return [];
  const digit = Math.trunc(code / 100);
  if (digit !== 2 && digit !== 4 && digit !== 5) return [];
  return ENHANCED_CODES.filter(entry => entry.classes?.includes(digit) ?? true).map(entry => {
    const label = `${String(digit)}.${String(entry.subject)}.${String(entry.detail)}`;
    const paired = typeof entry.basic === 'object' && entry.basic.includes(code);
    return {
      kind: 'value',
      label,
      insert: label,
      at: lastWord(typing, word.length),
      detail: entry.text,
      rank: paired ? 0 : 1,
    };
  });
}
