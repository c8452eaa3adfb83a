import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** True for MAIL or RCPT whose sound path is the last thing on the line. */
export function endsWithPath(exchange: Exchange, context: RuleContext): boolean {
  const { verb } = exchange.command;
  if (verb !== 'MAIL' && verb !== 'RCPT') return false;
  const { path, params } = context.envelope(exchange);
  return path.path.kind !== 'broken' && params.params.length === 0;
}
