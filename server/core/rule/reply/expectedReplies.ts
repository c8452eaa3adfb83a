import { replyCodeOf } from '../../smtp/replyCodes.ts';
import { ANY_COMMAND_REPLIES, CONNECT_REPLIES, VERBS } from '../../smtp/verbs.ts';
import type { Verb, VerbReplies } from '../../smtp/verbs.ts';
import type { Severity } from '../rule.ts';

const CODES = 1000;
const USUAL = 1;
const ODD = 2;

/** The replies that something has. */
export interface Expectation {
  /** As the table of reply codes names it. */
  readonly key: string;
  /** For the message. */
  readonly name: string;
  readonly replies: VerbReplies;
  /** What was found of each code so far, since it is asked often. */
  readonly verdicts: Uint8Array;
}

/** What the end of DATA's content is answered with. */
export const END_OF_DATA_REPLIES: Expectation = {
  key: 'DATA (final dot)',
  name: 'the end of data',
  replies: { success: [250], intermediate: [], error: [450, 451, 452, 550, 552, 554] },
  verdicts: new Uint8Array(CODES),
};

const CONNECT: Expectation = {
  key: 'connect',
  name: 'the opening of a connection',
  replies: CONNECT_REPLIES,
  verdicts: new Uint8Array(CODES),
};

const BY_VERB: ReadonlyMap<string, Expectation> = new Map([
  ['connect', CONNECT],
  ...VERBS.filter(({ status }) => status !== 'private' && status !== 'vendor').map(
    (verb): [string, Expectation] => [verb.name, expectationOf(verb)],
  ),
]);

function expectationOf({ name, replies }: Verb): Expectation {
  // data-reply-not-354 says it better.
  const known = name === 'DATA' ? { ...replies, success: [250] } : replies;
  return { key: name, name, replies: known, verdicts: new Uint8Array(CODES) };
}

/** What a verb, upper case, or `connect` is answered with; undefined where no standard says it. */
export function repliesTo(verb: string): Expectation | undefined {
  return BY_VERB.get(verb);
}

// Servers use these with any command that names a mailbox or a message; nobody is misled.
const COMMON: ReadonlySet<number> = new Set([
  450, 451, 452, 454, 502, 503, 504, 550, 552, 553, 554,
]);

/** How bad the code is, or undefined where it is all right or another rule's. */
export function judgeCode(code: number, { key, replies }: Expectation): Severity | undefined {
  const digit = Math.trunc(code / 100);
  if (digit < 2 || digit > 5) return undefined;
  const all = [...replies.success, ...replies.intermediate, ...replies.error];
  if (all.includes(code) || ANY_COMMAND_REPLIES.includes(code) || isRegistered(code, key))
    return undefined;
  if (key === 'DATA' && digit < 4) return undefined;
  const right =
    digit > 3 ||
    (digit === 2 && replies.success.length > 0) ||
    (digit === 3 && replies.intermediate.length > 0);
  if (!right) return 'error';
  if (replyCodeOf(code) === undefined || (digit > 3 && COMMON.has(code))) return undefined;
  return 'information';
}

/**
 * A code that this rule of thumb lets pass, though no table has it for what it answers: clients act
 * on the first digit, and servers do it all the time.
 */
export function isTolerated(code: number, { key, replies }: Expectation): boolean {
  const digit = Math.trunc(code / 100);
  if (digit < 4 || replyCodeOf(code) === undefined || ANY_COMMAND_REPLIES.includes(code))
    return false;
  const commands = replyCodeOf(code)?.commands ?? [];
  const isListed = commands.some(
    command => command === key || command === `${key} (pre-ESMTP servers)`,
  );
  return !replies.error.includes(code) && !isListed;
}

function isRegistered(code: number, key: string): boolean {
  const commands = replyCodeOf(code)?.commands ?? [];
  return commands.some(
    command => command === key || command.startsWith(`${key} (`) || command.startsWith('any'),
  );
}

/** Has nobody anything to say about this code as an answer to that? */
export function isUsualCode(code: number, expected: Expectation): boolean {
  const { verdicts } = expected;
  const known = verdicts[code];
  if (known === USUAL || known === ODD) return known === USUAL;
  const usual = judgeCode(code, expected) === undefined;
  if (code < CODES) verdicts[code] = usual ? USUAL : ODD;
  return usual;
}
