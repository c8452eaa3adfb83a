import type { Span } from '../../octets/span.ts';
import { headerOf } from '../../transcript/headerFields.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import {
  CLOSING,
  END_OF_DATA,
  ENVELOPE,
  DATA,
  HEADER,
  OPENING,
  UNTIL_CONTENT,
} from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { mailOf, mailParam, mailParamValue } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import type { ContentNode, Report } from '../rule.ts';
import { firstEightBit } from './eightBit.ts';

/** Octets above 127 in a body that nothing allows. */
export const eightBitContent = defineRule({
  id: 'eight-bit-content',
  category: 'data',
  severity: 'error',
  message: 'Octets above 127 in the message, but {reason}.',
  why: 'Plain SMTP carries 7-bit text; more needs 8BITMIME (or BINARYMIME) offered by the server and asked for with BODY= in MAIL.',
  advice:
    'Say BODY=8BITMIME where the server offers 8BITMIME, else encode the body as quoted-printable or base64.',
  refs: ['RFC 5321 §2.4', 'RFC 6152 §3'],
  offWhen: 'Your servers take eight-bit content without being asked, as nearly all do.',
  needs: 'file',
  on: 'content',
  clues: ['eight-bit'],
  check(node, context) {
    const problem = problemOf(node.exchange, context);
    if (problem === undefined) return;
    const at = eightBitInBody(node, context);
    if (at === undefined) return;
    const mail = mailOf(node.exchange)?.command.span;
    const related = mail ? [{ at: mail, message: 'This MAIL announces no eight-bit body.' }] : [];
    context.report({ ...problem, at, related });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: Grüße\n#~ eight-bit-content\n${END_OF_DATA}${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 8BITMIME
${ENVELOPE}${DATA}${HEADER}C: MIME-Version: 1.0
C: Content-Type: text/plain; charset=utf-8
C: Content-Transfer-Encoding: 8bit
C: 
C: plain
C\\: gr\\xC3\\xBC\\xDFe\\r\\n
#~    ^^^^ eight-bit-content
${END_OF_DATA}${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 8BITMIME
C: MAIL FROM:<a@client.example> BODY=8BITMIME
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}${HEADER}C: MIME-Version: 1.0
C: Content-Type: text/plain; charset=utf-8
C: Content-Transfer-Encoding: 8bit
C: 
C: Grüße
${END_OF_DATA}${CLOSING}`,
      `${OPENING}${ENVELOPE}${DATA}${HEADER}C: 
C: hi
# Grüße are only in this note.
${END_OF_DATA}${CLOSING}`,
    ],
  },
});

type Problem = Omit<Report, 'at'>;

/** Why 8-bit content would be wrong here, or undefined where it is right or nobody can say. */
function problemOf(exchange: Exchange, context: RuleContext): Problem | undefined {
  const { known } = exchange;
  if (context.session.hidden.start && known.hello === 'none') return undefined;
  const mail = mailOf(exchange);
  const body = mailParamValue(context, mail, 'BODY');
  if (body === '8BITMIME' || body === 'BINARYMIME') return undefined;
  if (body === '7BIT') return { values: { reason: 'MAIL says BODY=7BIT' } };
  if (!known.capabilities.has('8BITMIME')) {
    return { values: { reason: 'the server does not offer 8BITMIME' } };
  }
  // A MAIL without a clear answer is another rule's; what it said counts for this message.
  if (mail === undefined) return undefined;
  const severity = context.chunk.dialect === 'smtp' ? 'warning' : 'information';
  return {
    values: { reason: 'MAIL does not say BODY=8BITMIME' },
    severity,
    fix: fixOf(mail, context),
  };
}

function fixOf(mail: Exchange, context: RuleContext): Problem['fix'] {
  if (mail.command.raw || mailParam(context, mail, 'BODY') !== undefined) return undefined;
  const { end } = mail.command.argument;
  return unsafeFix('Add BODY=8BITMIME to MAIL', { start: end, end }, ' BODY=8BITMIME');
}

/** The header has its own rule; only what follows it counts here. */
function eightBitInBody(
  { content, exchange }: ContentNode,
  context: RuleContext,
): Span | undefined {
  if (!content.shown || content.misplaced === 'after-refusal') return undefined;
  const { chunk } = context;
  if (chunk.scanner.isAscii(chunk.octets, content.span.start, content.span.end)) {
    if (chunk.dialect !== 'smtp') return undefined;
  }
  const later = content.how === 'bdat' && exchange.before.transaction?.usedBdat === true;
  const header = later ? undefined : headerOf(chunk, content);
  if (header?.end === 'content') return undefined;
  const from = header?.last?.from ?? content.span.start;
  return firstEightBit(chunk, content, from);
}
