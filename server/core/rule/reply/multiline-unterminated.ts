import { lineAt, lineEndAt } from '../../octets/lineIndex.ts';
import type { Reply } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

const HYPHEN = 45;

/** A reply whose last line still promises more. */
export const multilineUnterminated = defineRule({
  id: 'multiline-unterminated',
  category: 'reply',
  severity: 'error',
  message: 'The last line of this reply still has "-".',
  why: 'A hyphen after the code says that another line follows, so the client goes on waiting for it.',
  advice: 'Put a space after the code on the last line.',
  refs: ['RFC 5321 §4.2.1'],
  offWhen: 'The transcript leaves out lines of long replies.',
  silences: { line: ['transcript-truncated'] },
  on: 'reply',
  clues: ['odd-reply'],
  check({ reply }, context) {
    const last = reply.lines.at(-1);
    if (last === undefined || reply.terminated || isCutOff(reply, context)) return;
    if (last.code === 0 || last.separator !== HYPHEN) return;
    const { end } = codeSpan(last);
    const at = { start: end, end: end + 1 };
    context.report({ at, fix: unsafeFix('Replace "-" by a space', at, ' ') });
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
#~    ^ multiline-unterminated
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
${CLOSING}`,
      `${OPENING}C: HELP
S: 214-Commands are
S: 421 mx.example shutting down
`,
      `# @excerpt end
${OPENING}C: HELP
S: 214-Commands are
`,
    ],
  },
});

/** The connection or the transcript ended in the middle of it. */
function isCutOff(reply: Reply, context: RuleContext): boolean {
  const { chunk, session } = context;
  if (reply.span.end >= session.span.end) return session.hidden.end || session.ending === 'drop';
  const next = lineAt(chunk.lines, reply.span.end) + 1;
  const start = chunk.lines.starts[next];
  if (start === undefined) return false;
  const end = Math.min(lineEndAt(chunk.octets, chunk.lines, next), start + 400);
  const text = chunk.scanner.latin1(chunk.octets, start, end);
  return session.ending === '421'
    ? /\b421(?: |-|$)/.test(text)
    : /^#\s*<connection lost>/i.test(text);
}
