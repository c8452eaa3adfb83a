import type { Exchange } from '../../transcript/model.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { codeOf } from '../replyOf.ts';
import { defineRule } from '../rule.ts';

/** So many names, and hardly anybody there. */
export const addressProbing = defineRule({
  id: 'address-probing',
  category: 'security',
  severity: 'information',
  capture: 'hint',
  message: '{n} recipients of this session are unknown to the server, {good} are known.',
  why: 'Whoever asks for one name after another wants to learn which of them exist; a sender who means well has bad addresses, but not mostly.',
  advice: 'Slow such clients down or send them away; as the sender, clean the list.',
  refs: ['RFC 5321 §7.3', 'RFC 5321 §7.8'],
  offWhen: 'You try a server with made-up addresses.',
  options: {
    most: {
      type: 'integer',
      default: 20,
      minimum: 2,
      maximum: 100_000,
      description: 'How many unknown recipients are still no probing.',
    },
  },
  on: 'session',
  clues: ['refusal'],
  check(session, context) {
    const asked = session.exchanges.filter(({ command }) => ASKS.has(command.verb));
    const unknown = asked.filter(exchange => UNKNOWN.has(codeOf(exchange)));
    const good = asked.filter(isKnown).length;
    const most = Number(context.option('most') ?? 0);
    const [first] = unknown;
    const over = unknown[most];
    if (first === undefined || over === undefined || unknown.length < 3 * good) return;
    context.report({
      at: over.command.span,
      values: { n: unknown.length, good },
      related: [{ at: first.command.span, message: 'The first of them.' }],
    });
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
${refusedNames(20)}C: RCPT TO:<last@mx.example>
#~ ^^^^^^^^^^^^^^^^^^^^^^^^^ address-probing
S: 550 No such user
C: RSET
S: 250 OK
${CLOSING}`,
    ],
    good: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
${refusedNames(20)}C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

const ASKS: ReadonlySet<string> = new Set(['RCPT', 'VRFY', 'EXPN']);
const UNKNOWN: ReadonlySet<number> = new Set([550, 551, 553]);

function isKnown(exchange: Exchange): boolean {
  const code = codeOf(exchange);
  return code === 250 || code === 251;
}

function refusedNames(count: number): string {
  const names = Array.from({ length: count }, (_, at) => `name${String(at)}`);
  return names.map(name => `C: RCPT TO:<${name}@mx.example>\nS: 550 No such user\n`).join('');
}
