import type { Span } from '../../octets/span.ts';
import type { Exchange, ReplyLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { ReplyNode } from '../rule.ts';

const ASCII = 128;

const OFFER = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
`;

/** Octets above 127 in the text of a reply. */
export const replyNonAscii = defineRule({
  id: 'reply-non-ascii',
  category: 'reply',
  severity: 'warning',
  // Servers in many languages do it, and nothing breaks.
  capture: 'information',
  message: 'Non-ASCII in a reply.',
  why: 'The text of a reply is printable ASCII and tabs; with anything else logs and bounces become unreadable, and strict clients give up.',
  advice: 'Write the text in ASCII. Only where the client sent SMTPUTF8 may addresses be in UTF-8.',
  refs: ['RFC 5321 §4.2', 'RFC 6531 §3.7.4.1', 'RFC 6531 §3.7.4.2'],
  offWhen: 'The server answers in the language of its users on purpose.',
  silences: { line: ['ehlo-keyword-malformed'] },
  on: 'reply',
  clues: ['reply-text'],
  check(node, context) {
    if (mayHaveUtf8(node, context)) return;
    for (const line of node.reply.lines) {
      const at = nonAsciiIn(line, context);
      if (at !== undefined) context.report({ at });
    }
  },
  examples: {
    bad: [
      `${OPENING}C: NOOP
S: 250 prêt
#~       ^^ reply-non-ascii
${CLOSING}`,
      `${OPENING}C: NOOP
S\\: 250 Sch\\xF6n\\r\\n
#~ reply-non-ascii
${CLOSING}`,
      `${OFFER}C: VRFY smith
S: 252 Vielleicht schmöd
#~                    ^^ reply-non-ascii
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OFFER}C: VRFY smith SMTPUTF8\nS: 252 Vielleicht schmöd\n${CLOSING}`,
      `${OFFER}C: MAIL FROM:<a@client.example> SMTPUTF8
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 551 Not here; please try <bé@other.example>
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

/** Where the client said that it understands UTF-8 (RFC 6531 §3.7.4). */
function mayHaveUtf8({ to, reply }: ReplyNode, context: RuleContext): boolean {
  if (to === undefined || to === 'connect') return false;
  const { verb, argument } = to.command;
  if (verb === 'VRFY' || verb === 'EXPN') return /\sSMTPUTF8$/i.test(context.text(argument));
  return verb === 'RCPT' && (reply.code === 251 || reply.code === 551) && asksForUtf8(to, context);
}

function asksForUtf8({ before: { transaction } }: Exchange, context: RuleContext): boolean {
  return transaction !== undefined && context.envelope(transaction.mail).smtputf8;
}

/** The first stretch of octets above 127; the whole text of a line that is written with escapes. */
function nonAsciiIn(line: ReplyLine, context: RuleContext): Span | undefined {
  if (line.raw) {
    return context.wireOctets(line).some(octet => octet >= ASCII) ? line.span : undefined;
  }
  const { octets, scanner } = context.chunk;
  const { start, end } = line.span;
  if (scanner.isAscii(octets, start, end)) return undefined;
  let from = start;
  while ((octets[from] ?? 0) < ASCII) from++;
  let to = from;
  while (to < end && (octets[to] ?? 0) >= ASCII) to++;
  return { start: from, end: to };
}
