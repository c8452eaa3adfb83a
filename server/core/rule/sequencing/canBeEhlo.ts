import type { Exchange } from '../../transcript/model.ts';
import { extensionOf } from '../../smtp/extensions.ts';
import type { RuleContext } from '../context.ts';
import { placeOf } from '../placeOf.ts';
import { isServerName } from '../reply/serverName.ts';
import { accepted } from '../replyOf.ts';

/** What needs no extension (RFC 5321 §4.5.1), but for the parameters of MAIL and RCPT. */
const BASIC: ReadonlySet<string> = new Set([
  ...['MAIL', 'RCPT', 'DATA', 'RSET', 'VRFY', 'EXPN', 'HELP', 'NOOP', 'QUIT'],
]);

/**
 * This HELO would be as good as EHLO: it has an argument, the reply is one line with the name of
 * the server, and until the next hello the client uses no extension, since none is offered.
 */
export function canBeEhlo(exchange: Exchange, context: RuleContext): boolean {
  const { command, replies } = exchange;
  const [reply] = replies;
  const [line] = reply?.lines ?? [];
  if (command.raw || command.argument.start === command.argument.end) return false;
  if (!accepted(exchange) || line === undefined || reply?.lines.length !== 1) return false;
  const name = /^[^ \t=]*/.exec(context.text(line.text).slice(0, 300))?.[0] ?? '';
  if (!isServerName(name) || extensionOf(name) !== undefined) return false;
  const { exchanges } = context.session;
  for (let at = placeOf(context.session, exchange) + 1; at < exchanges.length; at++) {
    const next = exchanges[at];
    if (next === undefined) break;
    const { verb } = next.command;
    if (/^(?:EHLO|HELO|LHLO)$/.test(verb)) return true;
    if (!BASIC.has(verb) || hasParams(next, context)) return false;
  }
  return true;
}

function hasParams(exchange: Exchange, context: RuleContext): boolean {
  const { verb } = exchange.command;
  if (verb !== 'MAIL' && verb !== 'RCPT') return false;
  return context.envelope(exchange).params.params.length > 0;
}
