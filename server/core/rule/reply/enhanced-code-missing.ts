import type { Span } from '../../octets/span.ts';
import { isOfferVerb } from '../../smtp/helloVerbs.ts';
import type { Exchange, Reply, ReplyLine, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { ReplyNode } from '../rule.ts';
import {
  brokenEnhancedCodeIn,
  codedClass,
  codedCommand,
  enhancedCodeIn,
  offersEnhancedCodes,
} from './enhancedCodeParts.ts';
import { CODED_OPENING as OFFER } from './exampleParts.ts';
import { offerIn } from './offeredLines.ts';
import { codeSpan } from './replyParts.ts';

const MOST_RELATED = 5;

/** Replies without the enhanced codes that the server promised. */
export const enhancedCodeMissing = defineRule({
  id: 'enhanced-code-missing',
  category: 'reply',
  severity: 'information',
  // Many servers leave it out of a few replies.
  capture: 'hint',
  message: 'No enhanced code though the extension is offered.',
  why: 'A server that offers ENHANCEDSTATUSCODES puts a code such as 2.1.0 before the text of each 2yz, 4yz and 5yz reply but greeting and hello; clients read the reason from it.',
  advice: 'Begin the text of each line of the reply with its enhanced code.',
  refs: ['RFC 2034 §4'],
  offWhen: 'The server leaves codes out of some replies and you cannot change it.',
  on: 'session',
  clues: ['reply-text'],
  check(session, context) {
    const [first, ...more] = uncoded(session, context);
    if (first === undefined) return;
    const offer = offerBefore(session, first, context);
    const others = more.slice(0, MOST_RELATED).map(line => {
      return { at: codeSpan(line), message: 'Nor here.' };
    });
    context.report({
      at: codeSpan(first),
      related: [...(offer ? [{ at: offer, message: 'Offered here.' }] : []), ...others],
    });
  },
  examples: {
    bad: [
      `${OFFER}C: NOOP
S: 250 OK
#~ ^^^ enhanced-code-missing
C: QUIT
S: 221 2.0.0 Bye
`,
      `${OFFER}C: RSET
S: 250 2.0.0 OK
C: NOOP
S: 250-2.0.0 One
S: 250 two
#~ ^^^ enhanced-code-missing
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `${OFFER}C: NOOP\nS: 250 2.0.0 OK\nC: QUIT\nS: 221 2.0.0 Bye\n`,
      `${OFFER}C: NOOP\nS: 421 mx.example closing\n`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-ENHANCEDSTATUSCODES
S: 250 AUTH EXTERNAL
C: AUTH EXTERNAL
S: 334 
C: *
S: 501 5.7.0 Cancelled
C: HELO client.example
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: NOOP
S: 250 OK
${CLOSING}`,
    ],
  },
});

/** The promise that holds for this line. */
function offerBefore(
  { exchanges }: Session,
  { line }: ReplyLine,
  context: RuleContext,
): Span | undefined {
  const hello = exchanges.findLast(({ command, replies }) => {
    const isOffer = isOfferVerb(command.verb);
    return isOffer && command.line.start < line.start && replies[0]?.code === 250;
  });
  return hello && offerIn(hello, 'ENHANCEDSTATUSCODES', context);
}

/** The first line without a code of each reply that should have one. */
function uncoded(session: Session, context: RuleContext): ReplyLine[] {
  return session.exchanges.flatMap(to => {
    const replies = [...to.replies, ...(to.content?.replies ?? [])];
    return replies.flatMap(reply => lineWithout(to, reply, context) ?? []);
  });
}

function lineWithout(to: Exchange, reply: Reply, context: RuleContext): ReplyLine | undefined {
  const node: ReplyNode = { reply, to, phase: 'command', continues: undefined };
  if (codedCommand(node) === undefined || !offersEnhancedCodes(to)) return undefined;
  // Servers that give up, or are about to start TLS, often leave it out.
  if (reply.code === 421 || reply.code === 220) return undefined;
  const { octets } = context.chunk;
  return reply.lines.find(
    line =>
      codedClass(line) !== undefined &&
      // A bare code lacks more than that.
      line.separator !== -1 &&
      enhancedCodeIn(octets, line) === undefined &&
      brokenEnhancedCodeIn(octets, line) === undefined,
  );
}
