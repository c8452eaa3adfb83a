import { EXTENSIONS } from '../../smtp/extensions.ts';
import { LIMITS } from '../../smtp/limits.ts';
import type { Exchange, WireLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { defineRule } from '../rule.ts';

/** Shorter lines are not looked at: the clue begins at 500 octets without CRLF. */
const SHORTEST = 502;

/** A command line over 512 octets and what extensions add. */
export const commandLineTooLong = defineRule({
  id: 'command-line-too-long',
  category: 'syntax',
  severity: 'error',
  capture: 'warning',
  message: 'The line has {n} octets, limit {max}.',
  why: 'A server need not take longer command lines and may answer 500. The limit counts the line end and grows only by what offered extensions add to MAIL and RCPT.',
  advice: 'Shorten the line; send a long initial response after AUTH as a line of its own.',
  refs: ['RFC 5321 §4.5.3.1.4', 'RFC 4954 §4'],
  offWhen: 'Your server is known to take longer lines, as many do.',
  options: {
    authLine: {
      type: 'integer',
      default: LIMITS.authLine.value,
      minimum: SHORTEST,
      maximum: 1_000_000,
      description: 'Octets that a response in an AUTH exchange may have, its CRLF counted.',
    },
    verbLimits: {
      type: 'words',
      default: [],
      description:
        'Other limits for single verbs, VERB=octets as AUTH=1000; below 502 octets they are not looked at.',
    },
  },
  on: 'exchange',
  clues: ['long-line'],
  check(exchange, context) {
    const { command, responses } = exchange;
    const limit =
      ownLimit(command.verb, context) ?? commandLimit(exchange, context.session.hidden.start);
    if (limit !== undefined) report(context, command, limit);
    const most = context.option('authLine');
    for (const line of responses) {
      report(context, line, typeof most === 'number' ? most : LIMITS.authLine.value);
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN
C: NOOP ${'a'.repeat(600)}
#~${' '.repeat(511)}${'^'.repeat(95)} command-line-too-long
S: 500 Line too long
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
C: MAIL FROM:<a@client.example> SIZE=000000000000000001
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** CR and LF, which a transcript does not show. */
const LINE_END = 2;

/** What was set for this verb; the same or less than the clue tells is not looked for. */
function ownLimit(verb: string, context: RuleContext): number | undefined {
  const words = context.option('verbLimits');
  if (!Array.isArray(words)) return undefined;
  for (const word of words as readonly string[]) {
    const [name = '', value = ''] = word.split('=');
    if (name.toUpperCase() !== verb || !/^\d{1,7}$/.test(value)) continue;
    return Math.max(Number(value), SHORTEST);
  }
  return undefined;
}

function report(context: RuleContext, line: WireLine, max: number): void {
  const { start, end } = line.span;
  if (end - start + LINE_END <= max) return;
  const n = context.wireOctets(line).length + LINE_END;
  if (n <= max) return;
  const from = line.raw ? start : start + max - LINE_END;
  context.report({ at: { start: from, end }, values: { n, max } });
}

/** Undefined where the transcript or the extensions do not tell it. */
function commandLimit(exchange: Exchange, startHidden: boolean): number | undefined {
  const { command, before, known } = exchange;
  const { value } = LIMITS.commandLine;
  if (command.span.end - command.span.start + LINE_END <= value) return undefined;
  if (command.verb !== 'MAIL' && command.verb !== 'RCPT') return value;
  if (startHidden && before.hello === 'none') return undefined;
  const offered = EXTENSIONS.filter(
    ({ keyword }) => before.capabilities.has(keyword) || known.capabilities.has(keyword),
  );
  return offered.reduce<number | undefined>((sum, extension) => {
    const more = command.verb === 'MAIL' ? extension.mailLineIncrease : extension.rcptLineIncrease;
    return sum === undefined || more === undefined ? undefined : sum + more;
  }, value);
}
