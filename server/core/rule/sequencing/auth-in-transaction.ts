import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import type { Fix } from '../rule.ts';
import { placeOf } from '../placeOf.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, openedWith } from './exampleParts.ts';
import { hopedForEnd } from './pending.ts';
import { deleteExchanges } from './repair.ts';

/** AUTH between MAIL and the end of the message. */
export const authInTransaction = defineRule({
  id: 'auth-in-transaction',
  category: 'sequencing',
  severity: 'error',
  message: 'AUTH inside the mail transaction of line {line}.',
  why: 'AUTH is not permitted once MAIL was accepted; the server must answer 503.',
  advice: 'Authenticate before MAIL, or send RSET first.',
  refs: ['RFC 4954 §4'],
  offWhen: 'You test how a server answers AUTH at the wrong time.',
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const open = exchange.before.transaction;
    if (open === undefined || hopedForEnd(context.session, exchange)) return;
    context.report({
      at: exchange.command.verbSpan,
      values: { line: { line: open.mail.command.line.start } },
      related: [{ at: open.mail.command.span, message: 'The open transaction begins here.' }],
      fix: moveBefore(context, exchange, open.mail),
    });
  },
  examples: {
    bad: [
      `${openedWith('AUTH EXTERNAL')}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: AUTH EXTERNAL YQ==
#~ ^^^^ auth-in-transaction
S: 503 Not now
C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `${openedWith('AUTH EXTERNAL')}
C: MAIL FROM:<a@client.example>
S: 530 5.7.0 Authentication required
C: AUTH EXTERNAL YQ==
S: 235 2.7.0 OK
${ENVELOPE}
${DATA}
${BYE}`,
    ],
  },
});

/** Moves the whole exchange; undefined where a pipelined group or notes make that unsure. */
function moveBefore(context: RuleContext, auth: Exchange, mail: Exchange): Fix | undefined {
  const { exchanges } = context.session;
  const next = exchanges[placeOf(context.session, auth) + 1];
  const apart = [auth, mail, next].every(exchange => (exchange?.unanswered ?? 0) === 0);
  const end = auth.replies.at(-1)?.span.end;
  const deleted = deleteExchanges(context, [auth]);
  if (!apart || end === undefined || deleted === undefined) return undefined;
  const { octets } = context.chunk;
  const start = auth.command.line.start;
  const eol = octets[auth.command.line.end] === 13 ? '\r\n' : '\n';
  const text = `${context.text({ start, end })}${eol}`;
  if (text.includes('\uFFFD') || text.includes('#')) return undefined;
  const at = mail.command.line.start;
  return {
    title: 'Move AUTH before MAIL',
    safe: false,
    edits: [{ at: { start: at, end: at }, text }, ...deleted],
  };
}
