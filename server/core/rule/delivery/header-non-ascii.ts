import type { Span } from '../../octets/span.ts';
import { encodeBase64 } from '../../smtp/base64.ts';
import { headerOf } from '../../transcript/headerFields.ts';
import type { HeaderField } from '../../transcript/headerFields.ts';
import { firstNonAscii } from '../../transcript/nonAscii.ts';
import type { RuleContext } from '../context.ts';
import { withText } from '../contentFix.ts';
import { AFTER_CONTENT, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { mailOf, mailParam } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';

const SHOUTED = /(?:^|-)[a-z]/g;
const UNSTRUCTURED: ReadonlySet<string> = new Set(['subject', 'comments']);

/** A header field with octets above 127. */
export const headerNonAscii = defineRule({
  id: 'header-non-ascii',
  category: 'delivery',
  severity: 'error',
  // Programs pass on what they are given, and most servers take it.
  capture: 'information',
  message: 'Raw non-ASCII in the {field} field.',
  why: 'Header fields are ASCII; other characters are written as encoded words, or the whole message needs SMTPUTF8. 8BITMIME is for the body only.',
  advice:
    'Write it as an encoded word, such as =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=, or send the message with SMTPUTF8.',
  refs: ['RFC 5322 §2.2', 'RFC 6532 §3', 'RFC 6531 §3.2'],
  offWhen: 'Server and readers are known to take UTF-8 in headers without SMTPUTF8.',
  needs: 'file',
  on: 'content',
  clues: ['odd-header'],
  check({ content, exchange }, context) {
    if (!content.shown || content.misplaced === 'after-refusal') return;
    if (content.how === 'bdat' && exchange.before.transaction?.usedBdat !== false) return;
    const mail = mailOf(exchange);
    if (mail === undefined && context.session.hidden.start) return;
    if (mailParam(context, mail, 'SMTPUTF8') !== undefined) return;
    for (const field of headerOf(context.chunk, content).fields) {
      const at = nonAsciiIn(field, context);
      if (at === undefined) continue;
      const name = field.name.replace(SHOUTED, letter => letter.toUpperCase());
      const words = content.how === 'data' ? encodeFix(field, context) : undefined;
      const fix = words && withText(context, exchange, words);
      context.report({ at, values: { field: name }, fix });
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: Grüße
#~ header-non-ascii
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@client.example> SMTPUTF8
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: DATA
S: 354 End data with a dot
C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: Grüße
C: 
C: hi
${AFTER_CONTENT}`,
    ],
  },
});

/** From the first octet above 127 to the last of its stretch. */
function nonAsciiIn({ body }: HeaderField, { chunk }: RuleContext): Span | undefined {
  const { octets, scanner } = chunk;
  const start = firstNonAscii(scanner, octets, body.start, body.end);
  if (start < 0) return undefined;
  let end = start;
  while (end < body.end && (octets[end] ?? 0) > 127) end++;
  return { start, end };
}

/** One encoded word is at most 75 characters long (RFC 2047 §2). */
const OCTETS_A_WORD = 42;
const LONGEST = 2_000;

function encodeFix(field: HeaderField, context: RuleContext): Fix | undefined {
  const { octets, scanner } = context.chunk;
  const { start, end } = field.body;
  if (!UNSTRUCTURED.has(field.name) || field.lines > 1 || field.raw) return undefined;
  if (end - start > LONGEST || !scanner.isUtf8(octets, start, end)) return undefined;
  const words = piecesOf(
    context.text(field.body).trim(),
    piece => scanner.encode(piece).length,
  ).map(piece => `=?UTF-8?B?${encodeBase64(scanner.encode(piece))}?=`);
  return unsafeFix('Encode as RFC 2047 words', field.body, ` ${words.join(' ')}`);
}

/** Whole characters, so that each word can be decoded by itself. */
function piecesOf(text: string, octetsOf: (text: string) => number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (octetsOf(piece + character) > OCTETS_A_WORD) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
