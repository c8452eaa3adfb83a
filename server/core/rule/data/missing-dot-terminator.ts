import type { ContentLine } from '../../transcript/contentLines.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { contentLineAfter } from '../contentFix.ts';
import { CLOSING, HEADER, OPENING, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { insertAfter, insertBefore } from '../fixes.ts';
import type { NewLine } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { guessTerminator, lacksTerminator } from './terminatorGuess.ts';

/** Content that no line with a single dot ends. */
export const missingDotTerminator = defineRule({
  id: 'missing-dot-terminator',
  category: 'data',
  severity: 'error',
  message: 'The message that starts at line {line} has no terminating "." line.',
  why: 'A line that holds one dot ends the content; without it everything that follows, QUIT included, is still part of the message.',
  advice: 'Add a line with a single dot after the last line of the message.',
  refs: ['RFC 5321 §4.1.1.4', 'RFC 5321 §4.5.2'],
  offWhen: 'You test what a server does when the content does not end.',
  silences: {
    session: ['quit-missing'],
    after: [
      'unknown-command',
      'quit-reply-missing',
      'final-reply-missing',
      'reply-missing',
      'reply-code-not-for-command',
      'reply-without-command',
      'transcript-truncated',
      'dot-stuffing-missing',
    ],
  },
  on: 'content',
  clues: ['odd-content'],
  check({ content, exchange }, context) {
    if (!lacksTerminator(context, content)) return;
    const { malformed, last, quit } = guessTerminator(context, content);
    if (malformed !== undefined) return;
    const at = quit ?? last ?? exchange.command.verbSpan;
    context.report({
      at: { start: at.start, end: at.end },
      values: { line: { line: content.blocks[0]?.start ?? exchange.command.line.start } },
      related: [{ at: exchange.command.verbSpan, message: 'This DATA opened the content.' }],
      fix: quit
        ? fixBeforeQuit(context, quit, exchange)
        : last && fixAfter(context, last, exchange),
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi
C: QUIT
#~ ^^^^ missing-dot-terminator
S: 221 Bye
`,
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi
#~ ^^ missing-dot-terminator
S: 250 OK
${CLOSING}`,
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi
#~ ^^ missing-dot-terminator
`,
    ],
    good: [
      WHOLE,
      // The server gave up while the message was on its way.
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi\nS: 421 Shutting down\n`,
      // The connection broke in the middle of it.
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi\n# <connection lost>\n`,
      `# @excerpt end\n${UNTIL_CONTENT}${HEADER}C: \nC: hi\n`,
      `${OPENING}C: QUIT\nS: 221 Bye\n`,
    ],
  },
});

const TITLE = 'Insert the "." line';

/** The server's reply to the dot has to stand before the QUIT as well. */
function fixBeforeQuit(
  context: RuleContext,
  quit: ContentLine,
  exchange: Exchange,
): Fix | undefined {
  const lines: readonly NewLine[] = [['client', '.'], ...repliesTo(exchange, context)];
  return insertBefore(context, `${TITLE} and its reply`, quit.from, lines);
}

/** One reply, in LMTP one for each recipient that was accepted (RFC 2033 §4.2). */
function repliesTo({ before }: Exchange, { session }: RuleContext): NewLine[] {
  const accepted = before.transaction?.acceptedCount ?? 1;
  const n = session.protocol === 'LMTP' ? accepted : 1;
  return Array.from({ length: n }, (): NewLine => ['server', '250 OK']);
}

function fixAfter(context: RuleContext, last: ContentLine, exchange: Exchange): Fix | undefined {
  if (exchange.content?.replies.length === 0 && !last.raw) {
    return insertAfter(context, `${TITLE} and the end of the session`, last.to, [
      ['client', '.'],
      ...repliesTo(exchange, context),
      ['client', 'QUIT'],
      ['server', '221 Bye'],
    ]);
  }
  const edit = contentLineAfter(context, last, '.');
  return edit && { title: TITLE, safe: false, edits: [edit] };
}
