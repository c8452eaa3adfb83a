import { contentOctets } from '../../transcript/contentLines.ts';
import { lastContentLines } from '../../transcript/contentParts.ts';
import type { Span } from '../../octets/span.ts';
import type { Content, Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { UNTIL_BDAT } from './exampleParts.ts';
import { deleteLine, unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { protestsAfter } from './protests.ts';
import { strayDotOf } from './strayDot.ts';

const PIPELINED = UNTIL_BDAT.replace('250 CHUNKING', '250-PIPELINING\nS: 250 CHUNKING');

const MESSAGE = `C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
C: 
C: hi
`;

/** A BDAT chunk of another size than announced. */
export const bdatSizeMismatch = defineRule({
  id: 'bdat-size-mismatch',
  category: 'data',
  severity: 'error',
  message: 'BDAT announces {n} octets, {m} follow.',
  why: 'The server reads exactly the announced number of octets; one more or less and the rest of the session is misread.',
  advice: 'Announce the octets of the chunk with the CRLF of each line.',
  refs: ['RFC 3030 §2'],
  offWhen: 'The content was edited after it was recorded, so that its octets no longer count.',
  silences: {
    after: [
      'unknown-command',
      'empty-command',
      'quit-missing',
      'multiline-not-marked',
      'reply-without-command',
    ],
    session: ['quit-missing'],
  },
  on: 'content',
  clues: ['chunks'],
  check({ content, exchange }, context) {
    if (content.how !== 'bdat' || !content.shown) return;
    const { start, end } = exchange.command.argument;
    const digits = /^\d{1,15}(?=\s|$)/.exec(context.text({ start, end }))?.[0];
    const octets = contentOctets(context.chunk, content);
    if (digits === undefined || octets === null) return;
    if (context.session.hidden.end && exchange.replies.length === 0) return;
    if (fits(context, content, Number(digits), octets)) return;
    // bdat-terminator says it better.
    if (strayDotOf(context, content, exchange) !== undefined) return;
    const at = { start, end: start + digits.length };
    context.report({
      at,
      values: { n: Number(digits), m: octets },
      fix: exchange.command.raw ? undefined : announceFix(context, exchange, at, octets),
    });
  },
  examples: {
    bad: [
      `${UNTIL_BDAT}C: BDAT 199 LAST
#~      ^^^ bdat-size-mismatch
${MESSAGE}S: 250 OK
${CLOSING}`,
      `${UNTIL_BDAT}C: BDAT 100 LAST
#~      ^^^ bdat-size-mismatch
${MESSAGE}S: 250 OK
${CLOSING}`,
      // A command where the chunk should go on is a command all the same.
      `${PIPELINED}C: BDAT 135
#~      ^^^ bdat-size-mismatch
${MESSAGE}C: BDAT 0 LAST
S: 250 OK
S: 250 OK
${CLOSING}`,
      // What the server took for commands it protests against.
      `${UNTIL_BDAT}C: BDAT 125 LAST
#~      ^^^ bdat-size-mismatch
${MESSAGE}S: 250 OK
S: 500 What?
${CLOSING}`,
    ],
    good: [
      // A chunk may end within a line of the header.
      `${UNTIL_BDAT}C: BDAT 130
${MESSAGE.replace('C: \nC: hi', 'C: X-Mai')}S: 250 OK
C: BDAT 14 LAST
C: ler: x
C: 
C: hi
S: 250 OK
${CLOSING}`,
      `${UNTIL_BDAT}C: BDAT 131 LAST\n${MESSAGE}S: 250 OK\n${CLOSING}`,
      // The last line may lack its CRLF.
      `${UNTIL_BDAT}C: BDAT 129 LAST\n${MESSAGE}S: 250 OK\n${CLOSING}`,
      `${UNTIL_BDAT}C: BDAT 131\n${MESSAGE}S: 250 OK\nC: BDAT 0 LAST\nS: 250 OK\n${CLOSING}`,
    ],
  },
});

/** With the right number the server has nothing to protest against. */
function announceFix(context: RuleContext, exchange: Exchange, at: Span, octets: number): Fix {
  const fix = unsafeFix('Announce the octets that follow', at, String(octets));
  const protests = protestsAfter(exchange, context).map(line => deleteLine(context, line));
  return { ...fix, edits: [...fix.edits, ...protests] };
}

/** A text cannot show whether the last line has its CRLF, unless the line is raw. */
function fits(context: RuleContext, content: Content, announced: number, octets: number): boolean {
  if (announced === octets) return true;
  if (announced !== octets - 2) return false;
  const [last] = lastContentLines(context.chunk, content, 1);
  return last !== undefined && !last.raw;
}
