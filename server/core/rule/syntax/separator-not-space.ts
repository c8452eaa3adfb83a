import type { Span } from '../../octets/span.ts';
import { verbOf } from '../../smtp/verbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { safeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** A tab or several blanks where one space belongs. */
export const separatorNotSpace = defineRule({
  id: 'separator-not-space',
  category: 'syntax',
  severity: 'warning',
  message: '{what} and {next} are not separated by exactly one space.',
  why: 'The grammar has one space, SP, between the parts of a command. Some servers split the line by it and see an empty part.',
  advice: 'Use one space.',
  refs: ['RFC 5321 §4.1.1', 'RFC 5321 §4.1.2'],
  offWhen: 'Your transcripts are typed by hand and the server does not mind.',
  on: 'exchange',
  clues: ['odd-blanks'],
  check(exchange, context) {
    const { command } = exchange;
    for (const { what, next, at } of gapsOf(exchange, context)) {
      if (at.end <= at.start || context.text(at) === ' ') continue;
      // Without marks, what is no command may as well be a broken reply.
      const certain = !command.raw && verbOf(command.verb) !== undefined;
      const fix = certain ? safeFix('Use one space', at, ' ') : undefined;
      context.report({ at, values: { what, next }, fix });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL  FROM:<a@client.example>
#~     ^^ separator-not-space
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
S: 250-SIZE
S: 250 8BITMIME
C: MAIL FROM:<a@client.example>  SIZE=1\tBODY=7BIT
#~                             ^^ separator-not-space
#~                                     ^ separator-not-space
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: NOOP two  blanks
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

interface Gap {
  readonly what: string;
  readonly next: string;
  readonly at: Span;
}

/** What stands between verb and argument, and between path and parameters. */
function gapsOf(exchange: Exchange, context: RuleContext): Gap[] {
  const { verb, verbSpan, argument } = exchange.command;
  if (verb === '' || argument.start === argument.end) return [];
  const head = { start: verbSpan.end, end: argument.start };
  const gaps: Gap[] = [{ what: verb, next: 'its argument', at: head }];
  if (verb !== 'MAIL' && verb !== 'RCPT') return gaps;
  const { path, params } = context.envelope(exchange);
  if (path.path.kind === 'broken') return gaps;
  let [what, from] = ['The address', path.end];
  for (const { keyword, span } of params.params) {
    const next = keyword === '' ? 'the parameter' : keyword;
    gaps.push({ what, next, at: { start: from, end: span.start } });
    [what, from] = [next, span.end];
  }
  return gaps;
}
