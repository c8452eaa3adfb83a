import type { Param } from '../../smtp/params.ts';
import { hasPathOnly } from '../clue/commandClues.ts';
import type { RuleContext } from '../context.ts';
import { safeFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';

/** A word after the path that is no parameter. */
export const paramMalformed = defineRule({
  id: 'param-malformed',
  category: 'extension',
  severity: 'error',
  message: '"{text}" is no parameter: {reason}.',
  why: 'A parameter is a keyword, perhaps with "=" and a value without blanks and control characters, one space before it.',
  advice: 'Write KEYWORD or KEYWORD=value.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'You test how a server answers malformed parameters.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    if (hasPathOnly(context.chunk, exchange.command)) return;
    const { path, params } = context.envelope(exchange);
    if (path.path.kind === 'broken') return;
    const byStart = new Map(params.params.map(param => [param.span.start, param]));
    for (const { start, end, reason } of params.problems) {
      const param = byStart.get(start);
      const fix = exchange.command.raw ? undefined : blanksFix(context, param);
      context.report({
        at: { start, end },
        values: { text: context.text({ start, end }), reason },
        fix,
      });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE = 100
#~                              ^^^^^^^^^^ param-malformed
S: 501 Syntax
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> (huge)
#~                              ^^^^^^ param-malformed
S: 501 Syntax
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE=100
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-DSN
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@client.example> SMTPUTF8
S: 250 OK
C: RCPT TO:<b@mx.example> ORCPT=utf-8;ü@mx.example
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** Joins keyword, "=" and value where only blanks keep them apart. */
function blanksFix(context: RuleContext, param: Param | undefined): Fix | undefined {
  const value = param?.valueSpan;
  if (param === undefined || value === undefined || value.start === value.end) return undefined;
  const gap = { start: param.keywordSpan.end, end: value.start };
  if (!/^[ \t]*=[ \t]*$/.test(context.text(gap)) || gap.end - gap.start === 1) return undefined;
  // With a second "=" the blank may just as well have stood between two parameters.
  if (context.text(value).includes('=')) return undefined;
  return safeFix('Delete the blanks around "="', gap, '=');
}
