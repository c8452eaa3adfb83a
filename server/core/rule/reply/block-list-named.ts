import { blockListIn } from '../../smtp/serverTexts.ts';
import type { Reply, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const LONGEST = 1_000;
/** A refusal that says where the sender is listed. */
export const blockListNamed = defineRule({
  id: 'block-list-named',
  category: 'reply',
  severity: 'information',
  message: 'The server refuses because of a block list: {who}.',
  why: 'Who is listed is refused by all servers that ask the same list, until the cause is gone and the entry is removed.',
  advice:
    'Find and stop what sent spam from this address or domain, then ask for removal where the reply says.',
  refs: ['RFC 5321 §7.9'],
  offWhen: 'You look at the refusals of your own server.',
  on: 'session',
  clues: ['refusal', 'odd-opening'],
  check(session, context) {
    const told = new Set<string>();
    for (const reply of refusalsIn(session)) {
      const text = textOf(reply, context);
      const entry = blockListIn(reply.code, text);
      const [line] = reply.lines;
      // Said once of each list, however often it refuses.
      if (entry === undefined || line === undefined || told.has(entry.who)) continue;
      told.add(entry.who);
      context.report({ at: line.text, values: { who: entry.who } });
    }
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 554 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org
#~ block-list-named
C: MAIL FROM:<b@client.example>
S: 554 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org
${CLOSING}`,
      `S: 554 mx.example Your address is listed in our DNSBL
#~ block-list-named
C: QUIT
S: 221 Bye
`,
    ],
    good: [WHOLE, `${OPENING}C: MAIL FROM:<a@client.example>\nS: 550 5.7.1 Not you\n${CLOSING}`],
  },
});

function* refusalsIn(session: Session): Generator<Reply> {
  if (session.greeting !== undefined) yield session.greeting.reply;
  for (const { replies, content } of session.exchanges) {
    yield* replies;
    if (content !== undefined) yield* content.replies;
  }
}

/** The text of all lines; of a refusal only. */
function textOf({ code, lines }: Reply, context: RuleContext): string {
  if (code < 400) return '';
  return lines
    .slice(0, 10)
    .map(({ text: { start, end } }) => context.text({ start, end: Math.min(end, start + LONGEST) }))
    .join(' ');
}
