import { suggestVerb } from '../../smtp/suggest.ts';
import { verbOf } from '../../smtp/verbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, CLOSING, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { deleteLine, lineEndOf } from '../fixes.ts';
import { placeOf } from '../placeOf.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';

const MOST = 1000;

/** A dot in the text that ended the message before its end. */
export const prematureEndOfData = defineRule({
  id: 'premature-end-of-data',
  category: 'data',
  severity: 'error',
  message: 'The dot in the text ended the message; the rest is sent as commands.',
  why: 'A line with a single dot ends the content wherever it stands, so a message that contains one has to double it.',
  advice: 'Double the dot, and end the message with a dot after its last line.',
  refs: ['RFC 5321 §4.5.2'],
  offWhen: 'You show what happens when dots are not doubled.',
  silences: {
    after: [
      'unknown-command',
      'empty-command',
      'reply-not-awaited',
      'pipelining-order',
      'reply-missing',
      'final-reply-missing',
      'leading-whitespace',
      'trailing-whitespace',
      'separator-not-space',
      'non-ascii-in-command',
      'command-line-too-long',
      'foreign-protocol',
    ],
  },
  on: 'content',
  clues: ['unknown-verb'],
  check({ content, exchange }, context) {
    const { terminator } = content;
    if (content.how !== 'data' || terminator === undefined) return;
    const text = textAfter(context, exchange);
    if (!isRestOfMessage(text)) return;
    context.report({
      at: terminator.span,
      related: text.slice(0, 1).map(({ command }) => ({
        at: command.span,
        message: 'The message goes on here, but the server takes this for a command.',
      })),
      fix: fixOf(context, exchange, text),
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi
C: .
#~ ^ premature-end-of-data
C: more text
S: 250 OK
S: 500 Unknown
${CLOSING}`,
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi
C: .
#~ ^ premature-end-of-data
S: 250 OK
C: more text
S: 500 Unknown
C: .
S: 500 Unknown
${CLOSING}`,
    ],
    good: [WHOLE, `${UNTIL_CONTENT}${HEADER}C: \nC: ..\nC: more text\n${AFTER_CONTENT}`],
  },
});

/** The client lines right after the content that are no commands, a lone dot included. */
function textAfter({ session }: RuleContext, exchange: Exchange): readonly Exchange[] {
  const from = placeOf(session, exchange) + 1;
  const text: Exchange[] = [];
  for (let at = from; at < Math.min(from + MOST, session.exchanges.length); at++) {
    const next = session.exchanges[at];
    if (next === undefined || isCommand(next)) break;
    text.push(next);
  }
  return text;
}

function isCommand({ command }: Exchange): boolean {
  return verbOf(command.verb) !== undefined || /^X[A-Z0-9-]+$/.test(command.verb);
}

/** Text that did not wait for the reply, or that ends with a dot of its own; not a typing slip. */
function isRestOfMessage(text: readonly Exchange[]): boolean {
  const [first] = text;
  if (first === undefined) return false;
  if (text.some(({ command }) => command.verb === '.')) return true;
  return first.unanswered > 0 && suggestVerb(first.command.verb) === undefined;
}

/** Makes it one message, where its one reply already stands in the right place. */
function fixOf(
  context: RuleContext,
  exchange: Exchange,
  text: readonly Exchange[],
): Fix | undefined {
  const { content } = exchange;
  const terminator = content?.terminator;
  const [reply] = content?.replies ?? [];
  const last = text.at(-1)?.command;
  if (terminator === undefined || reply === undefined || last === undefined) return undefined;
  if (terminator.raw || reply.span.start < last.line.end) return undefined;
  const dress = context.text({ start: terminator.line.start, end: terminator.span.start });
  const end =
    last.verb === '.' ? [] : [{ at: at(last.line.end), text: `${lineEndOf(context)}${dress}.` }];
  const replies = text.flatMap(({ replies: own }) => own.flatMap(({ lines }) => lines));
  return {
    title: 'Double the dot and end the message after its last line',
    safe: false,
    edits: [
      { at: terminator.span, text: '..' },
      ...end,
      ...replies.map(({ line }) => deleteLine(context, line)),
    ],
  };
}

function at(offset: number): { start: number; end: number } {
  return { start: offset, end: offset };
}
