import type { Session, WireLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { isClientLine } from '../reply/replyParts.ts';
import { defineRule } from '../rule.ts';

/** A line under the wrong speaker's name. */
export const speakerSwapped = defineRule({
  id: 'speaker-swapped',
  category: 'consistency',
  severity: 'warning',
  message: 'A {side} line looks as if the other side said it.',
  why: 'Reply codes come from the server and verbs from the client; under the wrong name the session cannot be followed.',
  advice: 'Swap the prefix.',
  refs: ['RFC 5321 §2.4', 'RFC 5321 §4.2'],
  offWhen: 'The lines are those of a protocol in which the sides change places.',
  silences: {
    line: ['reply-code-malformed', 'unknown-command', 'command-after-quit'],
    session: ['quit-missing', 'reply-missing', 'reply-without-command', 'reply-not-awaited'],
    after: [
      'pipelining-order',
      'multiline-not-marked',
      'helo-required-before-mail',
      'rcpt-before-mail',
      'data-before-rcpt',
      'reply-code-not-for-command',
      'final-reply-missing',
    ],
  },
  on: 'session',
  clues: ['odd-reply', 'unknown-verb'],
  check(session, context) {
    for (const line of swappedLines(session, context)) {
      const client = line.party === 'client';
      const { start } = line.line;
      const letter = { start, end: start + 1 };
      const hasLetter = context.chunk.dialect === 'smtp' && line.marked;
      context.report({
        at: line.span,
        values: { side: line.party },
        fix: hasLetter
          ? unsafeFix(
              client ? "Make it the server's" : "Make it the client's",
              letter,
              client ? 'S' : 'C',
            )
          : undefined,
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
S: EHLO client.example
#~ ^^^^^^^^^^^^^^^^^^^ speaker-swapped
C: 250 mx.example
#~ ^^^^^^^^^^^^^^ speaker-swapped
${CLOSING}`,
    ],
    good: [
      WHOLE,
      // After ATRN the two sides change places.
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-AUTH SCRAM-SHA-256
S: 250 ATRN
C: AUTH SCRAM-SHA-256 <redacted>
S: 235 2.7.0 OK
C: ATRN client.example
S: 250 OK now reversing the connection
C: 220 client.example ready
S: EHLO mx.example
C: 250 client.example
S: QUIT
C: 221 Bye
`,
    ],
  },
});

function* swappedLines(session: Session, context: RuleContext): Generator<WireLine> {
  for (const step of session.steps) {
    if (step.kind === 'exchange') {
      if (step.known.name === 'reversed' || step.after.name === 'reversed') return;
      if (step.command.marked && isReply(step.command, context)) yield step.command;
      for (const reply of step.replies)
        yield* reply.lines.filter(line => isClientLine(context, line));
    } else if (step.kind === 'stray' || step.kind === 'greeting') {
      yield* step.reply.lines.filter(line => line.marked && isClientLine(context, line));
    }
  }
}

/** Three digits of a reply code and a space or hyphen. */
function isReply({ span }: WireLine, { chunk }: RuleContext): boolean {
  const text = chunk.scanner.latin1(chunk.octets, span.start, Math.min(span.end, span.start + 4));
  return /^[2-5][0-5]\d(?:[ -]|$)/.test(text);
}
