import type { Exchange } from '../../transcript/model.ts';
import { hasPathOnly } from '../clue/commandClues.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, DATA, HEADER, OPENING } from '../exampleParts.ts';
import type { Fix } from '../rule.ts';
import { deleteExchanges } from '../sequencing/repair.ts';
import { accepted } from '../replyOf.ts';
import { defineRule } from '../rule.ts';

const MAIL = `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
`;
const MESSAGE = `${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`;

/** The same recipient twice in a transaction. */
export const duplicateRecipient = defineRule({
  id: 'duplicate-recipient',
  category: 'address',
  severity: 'information',
  message: '{addr} is already a recipient (line {line}).',
  why: 'Some servers deliver a copy for each RCPT, so the recipient may get the message twice.',
  advice: 'Name each recipient once.',
  refs: ['RFC 5321 §4.1.1.3'],
  offWhen: 'Your server drops recipients that are named twice, as many do.',
  on: 'transaction',
  clues: ['recipients'],
  check({ recipients }, context) {
    if (recipients.length < 2) return;
    const taken = new Map<string, Exchange>();
    for (const exchange of recipients) {
      const key = keyOf(exchange, context);
      if (key === undefined) continue;
      const before = taken.get(key);
      // Whoever was refused may be tried again.
      if (before === undefined) {
        if (accepted(exchange)) taken.set(key, exchange);
        continue;
      }
      const { argument } = before.command;
      context.report({
        at: context.envelope(exchange).path.path.span,
        values: { addr: addressOf(exchange, context), line: { line: before.command.line.start } },
        related: [{ at: argument, message: 'This RCPT named it first.' }],
        fix: deleteFix(exchange, context),
      });
    }
  },
  examples: {
    bad: [
      `${MAIL}C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<b@MX.example>
#~         ^^^^^^^^^^^^^^ duplicate-recipient
S: 250 OK
${MESSAGE}`,
    ],
    good: [
      // The letter case of a local-part may matter.
      `${MAIL}C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<B@mx.example>
S: 250 OK
${MESSAGE}`,
      // Tried again after a refusal for now.
      `${MAIL}C: RCPT TO:<b@mx.example>
S: 450 4.2.1 Try later
C: RCPT TO:<b@mx.example>
S: 250 OK
${MESSAGE}`,
    ],
  },
});

/** The mailbox with its domain in lower case; any Postmaster without domain is the same one. */
function keyOf(exchange: Exchange, context: RuleContext): string | undefined {
  const address = addressOf(exchange, context);
  const at = address.lastIndexOf('@');
  if (at < 0) return /^postmaster$/i.test(address) ? 'postmaster' : undefined;
  return address.slice(0, at) + address.slice(at).toLowerCase();
}

const BEFORE_NAME = 'TO:<'.length;

function addressOf(exchange: Exchange, context: RuleContext): string {
  const { argument } = exchange.command;
  if (hasPathOnly(context.chunk, exchange.command)) {
    return context.text({ start: argument.start + BEFORE_NAME, end: argument.end - 1 });
  }
  const { path } = context.envelope(exchange).path;
  if (path.kind === 'broken') return '';
  return context.text(path.mailbox ?? path.localPart?.span ?? path.span).replace(/^<|>$/g, '');
}

function deleteFix(exchange: Exchange, context: RuleContext): Fix | undefined {
  // In LMTP the message has a reply for each recipient, and nobody knows whose is whose.
  if (context.session.protocol === 'LMTP') return undefined;
  const edits = deleteExchanges(context, [exchange]);
  if (edits === undefined || context.chunk.dialect !== 'smtp') return undefined;
  return { title: 'Delete this RCPT and its reply', safe: false, edits };
}
