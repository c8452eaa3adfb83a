import { extensionOf } from '../../smtp/extensions.ts';
import { isUnanswered } from '../../transcript/unanswered.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { isServerName } from './serverName.ts';

const LONGEST = 300;

/** An EHLO reply whose first line does not say who answers. */
export const ehloReplyWithoutDomain = defineRule({
  id: 'ehlo-reply-without-domain',
  category: 'reply',
  severity: 'warning',
  capture: 'information',
  message: 'The first line of the EHLO reply does not begin with the server name.',
  why: 'The first line carries the domain of the server and is never read as an extension: a keyword that stands there is lost.',
  advice: 'Begin the reply with a line of its own that holds the name of the server.',
  refs: ['RFC 5321 §4.1.1.1'],
  offWhen: 'The server is a test double that gives no name.',
  silences: { line: ['reply-text-missing'] },
  on: 'reply',
  clues: ['odd-offer'],
  check({ reply, to }, context) {
    const [line] = reply.lines;
    if (to === undefined || to === 'connect' || reply.code !== 250 || line === undefined) return;
    if (to.command.verb !== 'EHLO' && to.command.verb !== 'LHLO') return;
    const { start, end } = line.text;
    const text = context.text({ start, end: Math.min(end, start + LONGEST) });
    const word = /^[^ \t=]*/.exec(text)?.[0] ?? '';
    if (isServerName(word) && extensionOf(word) === undefined) return;
    if (isUnanswered(context.session, to)) return;
    const octets = context.chunk.scanner.encode(word).length;
    context.report({
      at: octets === 0 ? line.span : { start, end: Math.min(end, start + octets) },
    });
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-SIZE 1000
#~     ^^^^ ehlo-reply-without-domain
S: 250 PIPELINING
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 Hello there!
#~     ^^^^^ ehlo-reply-without-domain
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example greets client.example
S: 250-SIZE 1000
S: 250 PIPELINING
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 [IPv6:2001:db8::1] Hello
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250 Hello there!
${CLOSING}`,
    ],
  },
});
