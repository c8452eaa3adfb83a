import type { Span } from '../../octets/span.ts';
import { LIMITS } from '../../smtp/limits.ts';
import { mimeOf } from '../../transcript/mimeParts.ts';
import type { Content } from '../../transcript/model.ts';
import type { MimeEntity } from '../../transcript/mimeParts.ts';
import type { RuleContext } from '../context.ts';
import { firstEightBit } from '../data/eightBit.ts';
import { longLines } from '../data/longLines.ts';
import {
  AFTER_CONTENT,
  DATA,
  END_OF_DATA,
  CLOSING,
  HEADER,
  UNTIL_CONTENT,
  WHOLE,
} from '../exampleParts.ts';
import { mailOf, mailParamValue } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import type { ContentNode, Report } from '../rule.ts';

const PLAIN: ReadonlySet<string> = new Set(['7bit', '8bit', 'binary']);
const CARRIES_EIGHT_BITS: ReadonlySet<string> = new Set(['8bit', 'binary']);
const COMPOSITE_MESSAGES: ReadonlySet<string> = new Set(['rfc822', 'partial', 'external-body']);
const CRLF = 2;
const MOST = 20;

const MIME = `${HEADER}C: MIME-Version: 1.0\n`;
const UNTIL_EIGHT_BIT = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 8BITMIME
C: MAIL FROM:<a@client.example> BODY=8BITMIME
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}`;

/** A part that is not as its Content-Transfer-Encoding says. */
export const mimeEncodingMismatch = defineRule({
  id: 'mime-encoding-mismatch',
  category: 'delivery',
  severity: 'error',
  capture: 'information',
  message: 'Part declared {cte} but {found}.',
  why: 'Servers and readers go by the declared encoding: they may refuse the message, convert what needs no conversion, or show rubbish.',
  advice:
    'Declare 8bit where there are octets above 127, or encode the part; leave multiparts and messages within messages unencoded and encode the parts inside.',
  refs: ['RFC 2045 §6.4', 'RFC 2045 §6.2', 'RFC 2045 §2.7', 'RFC 2046 §5.2.1'],
  offWhen: 'Messages of programs that declare nothing are carried by servers that take anything.',
  needs: 'file',
  on: 'content',
  clues: ['mime'],
  check(node, context) {
    const mime = mimeOf(context.chunk, node.exchange, node.content);
    const [message] = mime?.entities ?? [];
    if (mime === undefined || message === undefined || !isMime(message)) return;
    // Mostly there is nothing in a body that could contradict its declaration.
    const harmless = node.content.how === 'data' && isSevenBit(node.content, context);
    const body = harmless ? undefined : bodyOf(node, context);
    let left = MOST;
    for (const entity of mime.entities) {
      const found =
        compositeProblem(entity) ?? (body && bodyProblem(entity, node, { context, body }));
      if (found === undefined) continue;
      context.report(found);
      if (--left === 0) return;
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${MIME}C: Content-Type: multipart/mixed; boundary=x
C: Content-Transfer-Encoding: base64
#~                            ^^^^^^ mime-encoding-mismatch
C: 
C: --x
C: 
C: hi
C: --x--
${AFTER_CONTENT}`,
      `${UNTIL_EIGHT_BIT}${MIME}C: Content-Type: text/plain; charset=utf-8
C: Content-Transfer-Encoding: 7bit
#~                            ^^^^ mime-encoding-mismatch
C: 
C: Grüße
${END_OF_DATA}${CLOSING}`,
      `${UNTIL_EIGHT_BIT}${MIME}C: Content-Type: multipart/mixed; boundary=x
C: 
C: --x
C: Content-Type: text/plain; charset=utf-8
C: 
C: Grüße
#~ mime-encoding-mismatch
C: --x
C: Content-Type: text/plain; charset=utf-8
C: Content-Transfer-Encoding: quoted-printable
#~                            ^^^^^^^^^^^^^^^^ mime-encoding-mismatch
C: 
C: Grüße
C: --x--
${END_OF_DATA}${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_EIGHT_BIT}${MIME}C: Content-Type: multipart/mixed; boundary=x
C: Content-Transfer-Encoding: 8bit
C: 
C: --x
C: Content-Type: text/plain; charset=utf-8
C: Content-Transfer-Encoding: 8bit
C: 
C: Grüße
C: --x
C: Content-Type: message/delivery-status
C: 
C: hi
C: --x--
${END_OF_DATA}${CLOSING}`,
    ],
  },
});

/** A message without fields of MIME has nothing to say about encodings. */
function isMime({ header, type, encoding }: MimeEntity): boolean {
  const version = header.fields.some(({ name }) => name === 'mime-version');
  return version || type !== undefined || encoding !== undefined;
}

/** How MAIL says that the body is sent, and whether octets above 127 are another rule's. */
interface Transport {
  readonly body: string | undefined;
  readonly eightBitIsTold: 'here' | 'elsewhere';
}

function bodyOf({ exchange }: ContentNode, context: RuleContext): Transport {
  const body = mailParamValue(context, mailOf(exchange), 'BODY');
  const carried = body === '8BITMIME' || body === 'BINARYMIME';
  const unknown = context.session.hidden.start && exchange.known.hello === 'none';
  return { body, eightBitIsTold: carried || unknown ? 'here' : 'elsewhere' };
}

function isSevenBit(content: Content, { chunk }: RuleContext): boolean {
  return firstEightBit(chunk, content, 0) === undefined;
}

/** What holds parts or a message is never encoded itself (RFC 2045 §6.4). */
function compositeProblem({ type, encoding }: MimeEntity): Report | undefined {
  if (type === undefined || encoding === undefined || encoding.type === '') return undefined;
  const message = type.type === 'message' && COMPOSITE_MESSAGES.has(type.subtype);
  if (!message && type.type !== 'multipart') return undefined;
  if (PLAIN.has(encoding.type)) return undefined;
  const kind = message ? `message/${type.subtype}` : 'multipart';
  return {
    at: encoding.spanOf(encoding.start, encoding.end),
    values: { cte: encoding.type, found: `a ${kind} takes only 7bit, 8bit or binary` },
  };
}

interface Circumstances {
  readonly context: RuleContext;
  readonly body: Transport;
}

function bodyProblem(
  entity: MimeEntity,
  { content }: ContentNode,
  { context, body }: Circumstances,
): Report | undefined {
  const { type, encoding } = entity;
  // Of a multipart that declares nothing, the parts tell.
  if (type?.type === 'multipart' && encoding === undefined) return undefined;
  const cte = encoding?.type ?? '7bit';
  const { chunk } = context;
  if (!CARRIES_EIGHT_BITS.has(cte) && body.eightBitIsTold === 'here') {
    const at = firstEightBit(chunk, content, entity.body.start);
    if (at !== undefined && at.start < entity.body.end) {
      return mismatch(entity, at, 'has octets above 127');
    }
  }
  if (body.body !== 'BINARYMIME' || cte === 'binary') return undefined;
  const limit = LIMITS.textLine.value - CRLF;
  const [long] = longLines(chunk, { ...content, blocks: [entity.body] }, limit);
  return long && mismatch(entity, long.at, `has a line of ${String(long.octets)} octets`);
}

/** At the declaration, where there is one. */
function mismatch({ encoding }: MimeEntity, at: Span, found: string): Report {
  if (encoding === undefined || encoding.type === '') {
    return { at, values: { cte: 'nothing, which means 7bit,', found } };
  }
  return {
    at: encoding.spanOf(encoding.start, encoding.end),
    values: { cte: encoding.type, found },
    related: [{ at, message: 'It is here.' }],
  };
}
