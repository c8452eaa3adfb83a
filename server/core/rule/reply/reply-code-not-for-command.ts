import { replyCodeOf } from '../../smtp/replyCodes.ts';
import { ANY_COMMAND_REPLIES, CONNECT_REPLIES, verbOf } from '../../smtp/verbs.ts';
import type { VerbReplies } from '../../smtp/verbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import { CLOSING, ENVELOPE, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { ReplyNode, Severity } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

/** A code that is not defined for the command it answers. */
export const replyCodeNotForCommand = defineRule({
  id: 'reply-code-not-for-command',
  category: 'reply',
  severity: 'warning',
  message: '{code} is not among the replies defined for {verb}.',
  why: 'Clients act on the first digit, so a wrong class misleads them; an unusual code within its class is only hard to read.',
  advice: 'Answer with one of the codes that are defined for the command.',
  refs: ['RFC 5321 §4.3.2'],
  on: 'reply',
  check(node, context) {
    const { reply } = node;
    const [line] = reply.lines;
    const found = expectationOf(node);
    if (found === undefined || line === undefined) return;
    const severity = judge(reply.code, found);
    if (severity === undefined) return;
    context.report({
      at: codeSpan(line),
      values: { code: reply.code, verb: found.name },
      severity,
    });
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 354 Go ahead
#~ ^^^ reply-code-not-for-command
C: RSET
S: 250 OK
${CLOSING}`,
      `${OPENING}C: NOOP
S: 252 OK
#~ ^^^ reply-code-not-for-command
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}C: MAIL FROM:<a@client.example>\nS: 450 Later\n${CLOSING}`,
      `${OPENING}${ENVELOPE}C: DATA\nS: 451 Later\nC: RSET\nS: 250 OK\n${CLOSING}`,
      `${OPENING}C: MAIL FROM:<a@client.example>\nS: 530 5.7.0 Say who you are\n${CLOSING}`,
    ],
  },
});

interface Expectation {
  /** As the table of reply codes names it. */
  readonly key: string;
  /** For the message. */
  readonly name: string;
  readonly replies: VerbReplies;
}

function expectationOf({ to, phase }: ReplyNode): Expectation | undefined {
  if (to === undefined) return undefined;
  if (to === 'connect') {
    return { key: 'connect', name: 'the opening of a connection', replies: CONNECT_REPLIES };
  }
  const { verb } = to.command;
  const entry = verbOf(verb);
  if (entry === undefined || entry.status === 'private' || entry.status === 'vendor')
    return undefined;
  if (phase === 'content') return endOfData(to);
  // data-reply-not-354 says it better.
  if (verb === 'DATA')
    return { key: verb, name: verb, replies: { ...entry.replies, success: [250] } };
  return { key: verb, name: verb, replies: entry.replies };
}

function endOfData({ content }: Exchange): Expectation | undefined {
  if (content?.terminator === undefined || content.misplaced === 'after-refusal') return undefined;
  const replies = { success: [250], intermediate: [], error: [450, 451, 452, 550, 552, 554] };
  return { key: 'DATA (final dot)', name: 'the end of data', replies };
}

// Servers use these with any command that names a mailbox or a message; nobody is misled.
const COMMON: ReadonlySet<number> = new Set([
  450, 451, 452, 454, 502, 503, 504, 550, 552, 553, 554,
]);

/** How bad the code is, or undefined where it is all right or another rule's. */
function judge(code: number, { key, replies }: Expectation): Severity | undefined {
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

function isRegistered(code: number, key: string): boolean {
  const commands = replyCodeOf(code)?.commands ?? [];
  return commands.some(
    command => command === key || command.startsWith(`${key} (`) || command.startsWith('any'),
  );
}
