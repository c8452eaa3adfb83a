import type { Exchange, Reply } from '../transcript/model.ts';

/** Code of the first reply to the command, 0 where none came. */
export function codeOf(exchange: Exchange): number {
  return exchange.replies[0]?.code ?? 0;
}

/** A 2yz answer. */
export function accepted(exchange: Exchange): boolean {
  const code = codeOf(exchange);
  return code >= 200 && code < 300;
}

/** A 4yz or 5yz answer. */
export function refused(exchange: Exchange): boolean {
  return codeOf(exchange) >= 400;
}

/** The newest reply of the exchange, content included. */
export function lastReplyOf(exchange: Exchange): Reply | undefined {
  return exchange.content?.replies.at(-1) ?? exchange.replies.at(-1);
}
