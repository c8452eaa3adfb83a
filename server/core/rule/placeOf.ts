import type { Exchange, Session } from '../transcript/model.ts';

/** The index of an exchange in its session, -1 where it is not in it; they stand in text order. */
export function placeOf({ exchanges }: Session, exchange: Exchange): number {
  const { start } = exchange.command.line;
  let low = 0;
  let high = exchanges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((exchanges[middle]?.command.line.start ?? start) < start) low = middle + 1;
    else high = middle;
  }
  return exchanges[low] === exchange ? low : exchanges.indexOf(exchange);
}
