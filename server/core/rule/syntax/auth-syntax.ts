import { isBase64 } from '../../smtp/base64.ts';
import type { Chunk } from '../../transcript/model.ts';
import { isRedacted } from './redacted.ts';
import { defineRule } from '../rule.ts';

/** AUTH with something else than a mechanism and one base64 word. */
export const authSyntax = defineRule({
  id: 'auth-syntax',
  category: 'syntax',
  severity: 'error',
  message: 'AUTH must read "AUTH <mechanism> [<base64> or =]".',
  why: 'One mechanism and at most one initial response may follow; a server answers 501.',
  advice:
    'Encode the whole initial response as one base64 word, "=" if it is empty, or leave it out and wait for the challenge.',
  refs: ['RFC 4954 §4', 'RFC 4954 §8'],
  offWhen: 'You test how a server answers a malformed AUTH.',
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const { argument } = exchange.command;
    if (argument.start === argument.end) return;
    const text = context.text(argument);
    const gap = /[ \t]+/.exec(text);
    const mechanism = gap === null ? text : text.slice(0, gap.index);
    const from = argument.start + context.chunk.scanner.encode(mechanism).length;
    if (!/^[A-Za-z0-9_-]{1,20}$/.test(mechanism)) {
      context.report({ at: { start: argument.start, end: from } });
      return;
    }
    if (gap === null) return;
    const response = text.slice(gap.index + gap[0].length);
    if (exchange.command.masked || isResponse(response, context.chunk)) return;
    context.report({ at: { start: from + gap[0].length, end: argument.end } });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH EXTERNAL
C: AUTH EXTERNAL user pass
#~               ^^^^^^^^^ auth-syntax
S: 501 Syntax
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH EXTERNAL
C: AUTH EXTERNAL:
#~      ^^^^^^^^^ auth-syntax
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
S: 250 AUTH SCRAM-SHA-256
C: AUTH SCRAM-SHA-256 <redacted>
S: 535 5.7.8 Failed
C: AUTH SCRAM-SHA-256 ***
S: 535 5.7.8 Failed
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH EXTERNAL
C: AUTH EXTERNAL =
S: 535 5.7.8 Failed
C: QUIT
S: 221 Bye
`,
    ],
  },
});

function isResponse(text: string, { scanner, dialect }: Chunk): boolean {
  if (text === '=' || isRedacted(text)) return true;
  // swaks can print the decoded text in its place, with \0 for NUL.
  if (dialect === 'swaks' && text.includes('\\0')) return true;
  const octets = scanner.encode(text);
  return isBase64(octets, 0, octets.length);
}
