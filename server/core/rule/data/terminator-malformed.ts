import { CLOSING, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { insertAfter, unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { guessTerminator, lacksTerminator } from './terminatorGuess.ts';

/** A last line that was meant to be the dot. */
export const terminatorMalformed = defineRule({
  id: 'terminator-malformed',
  category: 'data',
  severity: 'error',
  message: '"{text}" does not end the message: the line must hold one dot and nothing else.',
  why: 'A dot with blanks beside it, or two dots, is a line of the message; the server goes on waiting for the end.',
  advice: 'Reduce the line to a single dot.',
  refs: ['RFC 5321 §4.1.1.4', 'RFC 5321 §4.5.2'],
  offWhen: 'You test how a server takes malformed end marks.',
  silences: {
    session: ['quit-missing'],
    after: ['quit-reply-missing', 'final-reply-missing', 'reply-missing', 'dot-stuffing-missing'],
  },
  on: 'content',
  clues: ['odd-content'],
  check({ content, exchange }, context) {
    if (!lacksTerminator(context, content)) return;
    const { malformed, quit } = guessTerminator(context, content);
    if (malformed === undefined) return;
    const at = { start: malformed.start, end: malformed.end };
    // Where QUIT was swallowed, the dot has no reply yet.
    const reply = quit && insertAfter(context, '', malformed.to, [['server', '250 OK']]);
    const fix = unsafeFix('Reduce the line to "."', at, '.');
    context.report({
      at,
      values: { text: context.text(at) },
      related: [{ at: exchange.command.verbSpan, message: 'This DATA opened the content.' }],
      fix: malformed.raw ? undefined : { ...fix, edits: [...fix.edits, ...(reply?.edits ?? [])] },
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi\nC: . \n#~ ^^ terminator-malformed
S: 250 OK
${CLOSING}`,
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi\nC: ..\n#~ ^^ terminator-malformed
C: QUIT
S: 221 Bye
`,
    ],
    good: [WHOLE, `${UNTIL_CONTENT}${HEADER}C: \nC: ..\nC:  .\nC: .\nS: 250 OK\n${CLOSING}`],
  },
});
