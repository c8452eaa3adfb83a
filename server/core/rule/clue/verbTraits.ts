import { HELLO_VERBS } from '../../smtp/helloVerbs.ts';
import { VERBS } from '../../smtp/verbs.ts';
import { ownersOfVerb } from '../extension/usedExtensions.ts';
import { repliesTo } from '../reply/expectedReplies.ts';
import type { Expectation } from '../reply/expectedReplies.ts';
import { cluesFrom } from './clue.ts';
import type { Clue, Clues } from './clue.ts';
import { verbKindOf } from './dialogueClues.ts';

/** What a verb alone tells. */
export interface VerbTraits {
  readonly clues: Clues;
  readonly argument: 'none' | 'needed' | 'free';
  /** The client may send other commands behind it without waiting (RFC 2920 §3.1). */
  readonly mayLead: boolean;
  readonly isMail: boolean;
  readonly isRcpt: boolean;
  readonly isHello: boolean;
  /** In an open transaction it is out of turn, or the end of it. */
  readonly cutsShort: boolean;
  /** What it is to the clues of the dialogue. */
  readonly kind: number;
  /** Nothing of the kind comes before a hello. */
  readonly needsHello: boolean;
  /** What it is answered with, where a standard says that. */
  readonly expected: Expectation | undefined;
}

const OF_VERB: Readonly<Record<string, Clue>> = {
  AUTH: 'auth',
  'X-EXPS': 'auth',
  STARTTLS: 'tls',
  BDAT: 'chunks',
  BURL: 'chunks',
  LHLO: 'lmtp',
};
const WITHOUT_ARGUMENT: readonly string[] = ['DATA', 'RSET', 'QUIT', 'STARTTLS'];
const WITH_ARGUMENT: readonly string[] = [
  ...['EHLO', 'HELO', 'LHLO', 'VRFY', 'EXPN', 'ETRN', 'BDAT', 'AUTH', 'BURL'],
];
const MAY_LEAD: readonly string[] = ['MAIL', 'RCPT', 'RSET', 'SEND', 'SOML', 'SAML', 'BDAT'];
const CUTS_SHORT: readonly string[] = [
  ...['MAIL', 'EHLO', 'HELO', 'LHLO', 'QUIT', 'ETRN', 'ATRN', 'TURN', 'XCLIENT', 'XFORWARD'],
];
const WITHOUT_HELLO: readonly string[] = ['EHLO', 'HELO', 'LHLO', 'NOOP', 'RSET', 'QUIT', 'HELP'];

function traitsOf(verb: string, known: 'known' | 'unknown'): VerbTraits {
  const own = OF_VERB[verb];
  const extension = known === 'unknown' || ownersOfVerb(verb) !== undefined;
  return {
    clues:
      (own === undefined ? 0 : cluesFrom(own)) |
      (extension ? cluesFrom('extension-verb') : 0) |
      (known === 'unknown' ? cluesFrom('unknown-verb') : 0),
    argument: WITHOUT_ARGUMENT.includes(verb)
      ? 'none'
      : WITH_ARGUMENT.includes(verb)
        ? 'needed'
        : 'free',
    mayLead: MAY_LEAD.includes(verb),
    isMail: verb === 'MAIL',
    isRcpt: verb === 'RCPT',
    isHello: HELLO_VERBS.has(verb),
    cutsShort: CUTS_SHORT.includes(verb),
    kind: verbKindOf(verb),
    needsHello: !WITHOUT_HELLO.includes(verb),
    expected: repliesTo(verb),
  };
}

const UNKNOWN = traitsOf('', 'unknown');

const TRAITS: ReadonlyMap<string, VerbTraits> = new Map(
  VERBS.filter(({ status }) => status !== 'private').map(({ name }) => [
    name,
    traitsOf(name, 'known'),
  ]),
);

/** The traits of a verb, upper case. */
export function verbTraits(verb: string): VerbTraits {
  return TRAITS.get(verb) ?? UNKNOWN;
}
