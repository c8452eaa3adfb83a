import type { Span } from '../../octets/span.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/** The server tells how its network is made inside. */
export const internalNameDisclosed = defineRule({
  id: 'internal-name-disclosed',
  category: 'security',
  severity: 'hint',
  strictOnly: true,
  message: '"{text}" tells of the network behind the server.',
  why: 'Private addresses and internal names mean nothing outside, but tell an attacker how the network is built; and a client cannot check such a name.',
  advice: 'Give the server a public name, and leave addresses out of its replies.',
  refs: ['RFC 1918 §3', 'RFC 5321 §4.1.1.1', 'RFC 5321 §7.5'],
  offWhen: 'Client and server are in the same private network.',
  on: 'reply',
  check({ reply, to }, context) {
    if (to !== 'connect' && !TELLS.has(to?.command.verb ?? '')) return;
    for (const line of reply.lines) {
      const at = internalIn(line.text, context);
      if (at === undefined) continue;
      context.report({ at, values: { text: context.text(at) } });
      return;
    }
  },
  examples: {
    bad: [
      `S: 220 mx1.corp.local ESMTP ready
#~     ^^^^^^^^^^^^^^ internal-name-disclosed
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example Hello client.example [10.1.2.3]
#~                                      ^^^^^^^^ internal-name-disclosed
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example Hello client.example [192.0.2.3]
${CLOSING}`,
    ],
  },
});

const TELLS: ReadonlySet<string> = new Set(['EHLO', 'HELO', 'LHLO', 'HELP', 'QUIT']);
const LONGEST = 512;
/** RFC 1918, and names that no public zone has. */
const INTERNAL = new RegExp(
  String.raw`(?<![\w.-])(?:` +
    String.raw`(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})` +
    String.raw`|[a-z0-9][a-z0-9.-]{0,200}\.(?:local|lan|internal|intranet|corp|localdomain|home\.arpa)` +
    String.raw`)(?![\w-]|\.\w)`,
  'i',
);

function internalIn({ start, end }: Span, context: RuleContext): Span | undefined {
  const { scanner, octets } = context.chunk;
  const found = INTERNAL.exec(scanner.latin1(octets, start, Math.min(end, start + LONGEST)));
  if (found === null) return undefined;
  return { start: start + found.index, end: start + found.index + found[0].length };
}
