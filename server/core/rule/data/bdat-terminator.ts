import type { Span } from '../../octets/span.ts';
import type { Exchange } from '../../transcript/model.ts';
import { CLOSING, HEADER } from '../exampleParts.ts';
import { UNTIL_BDAT } from './exampleParts.ts';
import { deleteLine } from '../fixes.ts';
import { placeOf } from '../placeOf.ts';
import type { RuleContext } from '../context.ts';
import { defineRule } from '../rule.ts';
import { protestsAfter } from './protests.ts';
import { strayDotOf } from './strayDot.ts';

/** A dot as if BDAT content needed an end mark. */
export const bdatTerminator = defineRule({
  id: 'bdat-terminator',
  category: 'data',
  severity: 'warning',
  message: 'A "." line after BDAT content is no end mark.',
  why: 'BDAT says how many octets follow; there is no end mark and no dot is doubled. A dot beyond the count is read as a command.',
  advice: 'Leave the line out, or count it if it belongs to the message.',
  refs: ['RFC 3030 §2'],
  offWhen: 'You test how a server answers a stray dot.',
  silences: {
    line: ['unknown-command', 'reply-missing', 'reply-not-awaited'],
    after: ['reply-without-command', 'multiline-not-marked'],
  },
  on: 'exchange',
  clues: ['unknown-verb', 'chunks'],
  check(exchange, context) {
    const { command, content } = exchange;
    if (content !== undefined) {
      const dot = strayDotOf(context, content, exchange);
      if (dot) report(context, dot, exchange, protestsAfter(exchange, context));
    } else if (command.verb === '.' && command.argument.start === command.argument.end) {
      // The chunk was answered already, or the server protested at once.
      const before = context.session.exchanges[placeOf(context.session, exchange) - 1];
      if (before?.command.verb !== 'BDAT') return;
      const { start, end } = command.line;
      const replies = exchange.replies.flatMap(({ lines }) => lines.map(({ line }) => line));
      report(context, { ...command.span, from: start, to: end }, before, replies);
    }
  },
  examples: {
    bad: [
      `${UNTIL_BDAT}C: BDAT 131 LAST
${HEADER}C: 
C: hi
C: .
#~ bdat-terminator
S: 250 OK
S: 500 Unknown
${CLOSING}`,
      `${UNTIL_BDAT}C: BDAT 131 LAST
${HEADER}C: 
C: hi
S: 250 OK
C: .
#~ bdat-terminator
S: 500 Unknown
${CLOSING}`,
    ],
    good: [
      `${UNTIL_BDAT}C: BDAT 131 LAST
${HEADER}C: 
C: hi
S: 250 OK
${CLOSING}`,
      // Within the count it is content.
      `${UNTIL_BDAT}C: BDAT 134 LAST
${HEADER}C: 
C: hi
C: .
S: 250 OK
${CLOSING}`,
    ],
  },
});

interface Dot extends Span {
  /** The physical line. */
  readonly from: number;
  readonly to: number;
}

function report(context: RuleContext, dot: Dot, bdat: Exchange, replies: readonly Span[]): void {
  const lines = [{ start: dot.from, end: dot.to }, ...replies];
  const edits = lines.map(line => deleteLine(context, line));
  context.report({
    at: { start: dot.start, end: dot.end },
    related: [{ at: bdat.command.span, message: 'This BDAT tells how much follows.' }],
    fix:
      context.chunk.dialect === 'smtp'
        ? { title: 'Delete the line', safe: false, edits }
        : undefined,
  });
}
