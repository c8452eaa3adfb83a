import { safeFix } from '../fixes.ts';
import { withReply } from './mendedReply.ts';
import { defineRule } from '../rule.ts';

/** Blanks before the verb. */
export const leadingWhitespace = defineRule({
  id: 'leading-whitespace',
  category: 'syntax',
  severity: 'error',
  message: 'White space before the command verb.',
  why: 'A command begins with its verb; a server answers 500 to anything before it.',
  advice: 'Delete it.',
  refs: ['RFC 5321 §2.4'],
  offWhen: 'Your transcripts are pasted from pages that indent them.',
  on: 'exchange',
  clues: ['odd-blanks'],
  check(exchange, context) {
    const { span, verbSpan, verb, raw } = exchange.command;
    const at = { start: span.start, end: verbSpan.start };
    if (verb === '' || at.start === at.end) return;
    const fix = safeFix('Delete the white space', at, '');
    context.report({ at, fix: raw ? undefined : withReply(exchange, verb, fix) });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C:  NOOP
#~ ^ leading-whitespace
S: 500 Unknown
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: NOOP
S: 250 OK
C:NOOP
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
