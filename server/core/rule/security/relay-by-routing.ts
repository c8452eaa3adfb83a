import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { codeOf } from '../replyOf.ts';
import { defineRule } from '../rule.ts';
import { areRelated, serverNamesOf } from './relayNames.ts';

const MAIL = `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
`;

/** The server took a recipient that asks it to pass the message on. */
export const relayByRouting = defineRule({
  id: 'relay-by-routing',
  category: 'security',
  severity: 'warning',
  capture: 'information',
  message:
    'The server accepts a recipient that routes the message on to {host}, without authentication.',
  why: 'Tests for open relays ask with "%", "!", a quoted address or a source route; a server that takes such a recipient may relay for anybody, unless it takes the name for a local one.',
  advice: 'Let the server refuse recipients that hold another address.',
  refs: ['RFC 5321 §7.9', 'RFC 2505 §2.1', 'RFC 1123 §5.2.16'],
  offWhen: 'Such names are mailboxes of your own, as in gateways to other systems.',
  silences: { line: ['routing-in-local-part', 'source-route'] },
  on: 'exchange',
  verbs: ['RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    const code = codeOf(exchange);
    if ((code !== 250 && code !== 251) || exchange.before.authenticated) return;
    const host = routedTo(exchange, context);
    if (host === undefined) return;
    const own = serverNamesOf(context.session, context);
    if (own.length === 0 || own.some(name => areRelated(name, host))) return;
    const { span } = context.envelope(exchange).path.path;
    context.report({
      at: span,
      values: { host },
      related: exchange.replies.map(reply => ({ at: reply.span, message: 'Accepted here.' })),
    });
  },
  examples: {
    bad: [
      `${MAIL}C: RCPT TO:<u%other.example@mx.example>
#~         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ relay-by-routing
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
    good: [
      `${MAIL}C: RCPT TO:<u%other.example@mx.example>
#~           ^ routing-in-local-part
S: 550 Relaying denied
C: RSET
S: 250 OK
${CLOSING}`,
      `${MAIL}C: RCPT TO:<b@mx.example>\nS: 250 OK\nC: RSET\nS: 250 OK\n${CLOSING}`,
    ],
  },
});

const HOST = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,30}$/;

/** The host that the local-part, or the end of a route, sends the message to. */
function routedTo(exchange: Exchange, context: RuleContext): string | undefined {
  const { path } = context.envelope(exchange).path;
  if (path.kind !== 'mailbox' || path.localPart === undefined) return undefined;
  const { start, end } = path.localPart.span;
  const text = context.text({ start, end }).toLowerCase().replaceAll('"', '');
  const hidden = text.includes('!')
    ? text.slice(0, text.indexOf('!'))
    : text.slice(Math.max(text.lastIndexOf('%'), text.lastIndexOf('@')) + 1);
  if (hidden !== text && HOST.test(hidden)) return hidden;
  if (path.route === undefined || path.domain === undefined) return undefined;
  const host = context.text(path.domain.span).toLowerCase();
  return HOST.test(host) ? host : undefined;
}
