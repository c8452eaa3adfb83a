import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { deleteLine, insertBefore, plainReply } from '../fixes.ts';
import type { NewLine } from '../fixes.ts';
import type { Edit, Fix } from '../rule.ts';
import { placeOf } from '../placeOf.ts';
import { refused } from '../replyOf.ts';

const HOST = /^(?:[A-Za-z0-9][A-Za-z0-9.-]{0,254}|\[[A-Za-z0-9.:]{1,60}\])$/;

/** The name the client gave in an earlier hello, or one that stands for it. */
export function clientName(context: RuleContext): string {
  const names = context.session.exchanges
    .filter(({ command }) => /^(?:EHLO|HELO|LHLO)$/.test(command.verb) && !command.raw)
    .map(({ command }) => context.text(command.argument));
  return names.find(name => HOST.test(name)) ?? 'client.example';
}

/** The name in the server's greeting, or one that stands for it. */
export function serverName(context: RuleContext): string {
  const line = context.session.greeting?.reply.lines[0];
  const [name = ''] = line ? context.text(line.text).slice(0, 300).split(' ') : [];
  return HOST.test(name) ? name : 'mx.example';
}

/**
 * Inserts a hello before the command that lacks it. Where that was refused, what follows would still
 * be out of order, so nothing is offered.
 */
export function helloBefore(
  context: RuleContext,
  exchange: Exchange,
  lines: readonly NewLine[],
): Fix | undefined {
  if (refused(exchange)) return undefined;
  const verb = lines[0]?.[1].slice(0, 4) ?? '';
  return before(context, exchange, `Insert ${verb} before this ${exchange.command.verb}`, lines);
}

/**
 * Inserts lines before a command, and lets the command that was refused for the lack of them be
 * taken; none where it is part of a pipelined group or a raw line.
 */
export function before(
  context: RuleContext,
  exchange: Exchange,
  title: string,
  lines: readonly NewLine[],
): Fix | undefined {
  if (exchange.unanswered > 0 || exchange.command.raw) return undefined;
  const fix = insertBefore(context, title, exchange.command.line.start, lines);
  return fix && { ...fix, edits: [...fix.edits, ...acceptedThen(context, exchange)] };
}

/** A refused MAIL, RCPT or BDAT is now in order; what else DATA or AUTH would lack is not known. */
function acceptedThen(context: RuleContext, exchange: Exchange): Edit[] {
  const [reply] = exchange.replies;
  const [line] = reply?.lines ?? [];
  const { verb } = exchange.command;
  if (!refused(exchange) || reply?.lines.length !== 1 || line === undefined || line.raw) return [];
  return verb === 'DATA' || verb === 'AUTH'
    ? []
    : [{ at: line.span, text: plainReply(context, '250 OK') }];
}

/** The first command after this one, other recipients left out, as its verb. */
function verbAfterRecipients({ session }: RuleContext, exchange: Exchange): string {
  const { exchanges } = session;
  for (let at = placeOf(session, exchange) + 1; at < exchanges.length; at++) {
    const verb = exchanges[at]?.command.verb ?? '';
    if (verb !== 'RCPT') return verb;
  }
  return '';
}

/**
 * Inserts MAIL before a recipient that lacks it where the recipients lead to a message or are
 * given up; else the transaction would stand in the way of what follows, so a refused one goes.
 */
export function mailBefore(context: RuleContext, exchange: Exchange): Fix | undefined {
  if (/^(?:DATA|BDAT|RSET)$/.test(verbAfterRecipients(context, exchange))) {
    return before(context, exchange, 'Insert MAIL before this RCPT', [
      ['client', 'MAIL FROM:<sender@client.example>'],
      ['server', '250 OK'],
    ]);
  }
  return deletion(context, exchange);
}

/** Deletes a command that was refused, and its reply; undefined within a pipelined group. */
export function deletion(context: RuleContext, exchange: Exchange): Fix | undefined {
  if (!refused(exchange) || exchange.unanswered > 0) return undefined;
  const edits = deleteExchanges(context, [exchange]);
  return edits && { title: `Delete this ${exchange.command.verb}`, safe: false, edits };
}

/** Deletes the lines of exchanges, replies included; undefined where content hangs on one. */
export function deleteExchanges(
  context: RuleContext,
  exchanges: readonly Exchange[],
): readonly Edit[] | undefined {
  if (exchanges.some(({ content, command }) => content !== undefined || command.raw))
    return undefined;
  return exchanges.flatMap(({ command, replies, responses }) =>
    [command, ...responses, ...replies.flatMap(reply => reply.lines)].map(({ line }) =>
      deleteLine(context, line),
    ),
  );
}
