import { CLOSING, OPENING } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

/** Another code on a later line of a reply. */
export const multilineCodeMismatch = defineRule({
  id: 'multiline-code-mismatch',
  category: 'reply',
  severity: 'error',
  message: 'The code changes from {a} to {b} inside one reply.',
  why: 'All lines of a reply carry the same code; clients differ in which of two they believe.',
  advice: 'Give all lines the same code, or end the first reply with a space instead of "-".',
  refs: ['RFC 5321 §4.2.1'],
  offWhen: 'You record a server that is broken in this way and cannot change it.',
  silences: { line: ['reply-code-unknown', 'enhanced-code-class'] },
  on: 'reply',
  clues: ['odd-reply'],
  check({ reply }, context) {
    const [first] = reply.lines;
    if (first === undefined || reply.code === 0) return;
    for (const line of reply.lines) {
      if (line.code === 0 || line.code === reply.code) continue;
      const at = codeSpan(line);
      context.report({
        at,
        values: { a: reply.code, b: line.code },
        related: [{ at: codeSpan(first), message: 'The reply begins with this code.' }],
        fix: unsafeFix(`Change to ${String(reply.code)}`, at, String(reply.code).padStart(3, '0')),
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 251 SIZE 1000
#~ ^^^ multiline-code-mismatch
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
${CLOSING}`,
      // A shutdown may cut in.
      `${OPENING}C: HELP
S: 214-Commands are
S: 421 mx.example shutting down
`,
    ],
  },
});
