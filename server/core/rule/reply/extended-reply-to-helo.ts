import { extensionOf } from '../../smtp/extensions.ts';
import type { Span } from '../../octets/span.ts';
import type { Reply } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { deleteLine } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { offeredLines } from './offeredLines.ts';
import { codeSpan } from './replyParts.ts';

/** A list of extensions as the answer to HELO. */
export const extendedReplyToHelo = defineRule({
  id: 'extended-reply-to-helo',
  category: 'reply',
  severity: 'warning',
  message: 'HELO is answered with an extension list.',
  why: 'HELO is the greeting of clients that know no extensions; a server must not give them the EHLO form of reply.',
  advice: 'Answer HELO with one line that holds the name of the server.',
  refs: ['RFC 5321 §3.2', 'RFC 5321 §4.1.1.1'],
  offWhen: 'You record an old server that answers HELO and EHLO alike.',
  on: 'exchange',
  verbs: ['HELO'],
  clues: ['rare-verb'],
  check({ command, replies }, context) {
    for (const reply of replies) {
      if (reply.code !== 250) continue;
      const offered = keywordIn(reply, context);
      if (offered === undefined) continue;
      context.report({
        at: offered,
        related: [{ at: command.verbSpan, message: 'HELO asks for no extensions.' }],
        fix: reduced(reply, context),
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250-mx.example
S: 250 SIZE 1000
#~     ^^^^ extended-reply-to-helo
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250-mx.example
S: 250-Hello
S: 250-PIPELINING
#~     ^^^^^^^^^^ extended-reply-to-helo
S: 250 HELP
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250 mx.example
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250-mx.example
S: 250-Help is at hand.
S: 250 Size matters.
${CLOSING}`,
    ],
  },
});

/** The first keyword of a list; words of a text for people are not all in capitals. */
function keywordIn(reply: Reply, context: RuleContext): Span | undefined {
  return offeredLines(reply, context).find(({ keyword, at, line }) => {
    const alone = at.end === line.text.end;
    return extensionOf(keyword) !== undefined && (alone || context.text(at) === keyword);
  })?.at;
}

function reduced({ lines }: Reply, context: RuleContext): Fix | undefined {
  const [first, ...more] = lines;
  if (first === undefined || lines.some(({ raw, code }) => raw || code === 0)) return undefined;
  const { end } = codeSpan(first);
  return {
    title: 'Reduce to the first line',
    safe: false,
    edits: [
      { at: { start: end, end: end + (first.separator === -1 ? 0 : 1) }, text: ' ' },
      ...more.map(({ line }) => deleteLine(context, line)),
    ],
  };
}
