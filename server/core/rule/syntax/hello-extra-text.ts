import type { Span } from '../../octets/span.ts';
import { skipBlanks } from '../../smtp/octet.ts';
import type { RuleContext } from '../context.ts';
import { safeFix } from '../fixes.ts';
import { HELLO_VERBS, helloName } from './helloName.ts';
import type { HelloName } from './helloName.ts';
import { defineRule } from '../rule.ts';

/** More than a name after EHLO, HELO or LHLO. */
export const helloExtraText = defineRule({
  id: 'hello-extra-text',
  category: 'syntax',
  severity: 'warning',
  capture: 'information',
  message: 'Text follows the name after {verb}.',
  why: 'An older custom added a remark after an address literal. Many servers take that for an error, so clients should send the name alone.',
  advice: 'Send the host name or the address literal and nothing else.',
  refs: ['RFC 5321 §4.1.1.1'],
  offWhen: 'You record old clients that add such a remark, and your server reads past it.',
  on: 'exchange',
  verbs: HELLO_VERBS,
  clues: ['odd-hello'],
  check(exchange, context) {
    const { command } = exchange;
    const name = helloName(command, context);
    if (name === undefined) return;
    const at = restAfter(name, command.argument, context);
    if (at === undefined) return;
    const from = { start: name.end, end: at.end };
    const fix = command.raw ? undefined : safeFix('Delete the text', from, '');
    context.report({ at, values: { verb: command.verb }, fix });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO [192.0.2.1] laptop
#~                  ^^^^^^ hello-extra-text
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example the office printer
#~                     ^^^^^^^^^^^^^^^^^^ hello-extra-text
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO [192.0.2.1]
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** What stands after the name; in a raw line the whole argument, as its escapes hide the place. */
function restAfter(name: HelloName, argument: Span, context: RuleContext): Span | undefined {
  if (name.octets === context.chunk.octets) {
    const start = skipBlanks(name.octets, name.end, argument.end);
    return start < argument.end ? { start, end: argument.end } : undefined;
  }
  const { length } = name.octets;
  return skipBlanks(name.octets, name.end, length) < length ? argument : undefined;
}
