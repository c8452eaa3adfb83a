import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { isServerName } from './serverName.ts';

/** A greeting that does not say who greets. */
export const greetingWithoutDomain = defineRule({
  id: 'greeting-without-domain',
  category: 'reply',
  severity: 'warning',
  capture: 'information',
  message: 'The greeting does not begin with the server name.',
  why: 'The first word of the greeting is the domain or address literal of the server; clients use it to find loops.',
  advice: 'Put the fully qualified name of the server after the code.',
  refs: ['RFC 5321 §4.2', 'RFC 5321 §4.3.1'],
  offWhen: 'The server hides its name on purpose.',
  silences: { line: ['reply-text-missing'] },
  on: 'reply',
  clues: ['odd-offer'],
  check({ reply, to }, context) {
    const [line] = reply.lines;
    if (to !== 'connect' || reply.code !== 220 || line === undefined) return;
    const { start, end } = line.text;
    const text = context.text({ start, end: Math.min(end, start + 300) });
    const word = /^[^ \t]*/.exec(text)?.[0] ?? '';
    if (isServerName(word)) return;
    const octets = context.chunk.scanner.encode(word).length;
    context.report({
      at: octets === 0 ? line.span : { start, end: Math.min(end, start + octets) },
    });
  },
  examples: {
    bad: [
      `S: 220 Welcome!
#~     ^^^^^^^^ greeting-without-domain
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `S: 220 ESMTP Postfix
#~     ^^^^^ greeting-without-domain
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `S: 220 [192.0.2.1] ESMTP
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
  },
});
