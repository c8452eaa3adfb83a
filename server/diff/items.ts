import { equalPathKey } from './pathKey.ts';
import type { Exchange, Reply } from '../core/transcript/model.ts';
import type { DiffSide } from './model.ts';
import { sameOctets } from './sameOctets.ts';

/** Something that is said in turn. */
export type Item = ReplyItem | ExchangeItem;

/** What a server says unasked, or where nobody shows what it was asked. */
export interface ReplyItem {
  readonly kind: 'greeting' | 'stray';
  readonly reply: Reply;
}

/** A command with what answered it. */
export class ExchangeItem {
  readonly kind = 'exchange';
  readonly exchange: Exchange;
  readonly #side: DiffSide;
  #path: string | undefined;

  constructor(side: DiffSide, exchange: Exchange) {
    this.#side = side;
    this.exchange = exchange;
  }

  /** True for the same sender or recipient; addresses are taken apart where octets differ. */
  hasPathOf(other: ExchangeItem): boolean {
    return this.#saysWhat(other) || this.#pathKey() === other.#pathKey();
  }

  #saysWhat(other: ExchangeItem): boolean {
    const [one, two] = [this.exchange.command, other.exchange.command];
    if (one.raw || two.raw) return false;
    const { octets } = this.#side.chunk;
    return sameOctets(
      { octets, span: one.argument },
      { octets: other.#side.chunk.octets, span: two.argument },
    );
  }

  #pathKey(): string {
    this.#path ??= equalPathKey(this.#side.chunk, this.exchange);
    return this.#path;
  }
}

/** What a session consists of, as far as it is compared turn by turn, in order. */
export function itemsOf(side: DiffSide): readonly Item[] {
  const items: Item[] = [];
  for (const step of side.session.steps) {
    if (step.kind === 'exchange') items.push(new ExchangeItem(side, step));
    else if (step.kind === 'greeting' || step.kind === 'stray') {
      items.push({ kind: step.kind, reply: step.reply });
    }
  }
  return items;
}

/** The same without what clients said, where one of the two does not show that. */
export function replyItemsOf(side: DiffSide): readonly Item[] {
  return itemsOf(side).flatMap((item): readonly Item[] => {
    if (item.kind !== 'exchange') return [item];
    const { replies, content } = item.exchange;
    return [...replies, ...(content?.replies ?? [])].map(reply => ({ kind: 'stray', reply }));
  });
}

/** What `likeness` gives two turns that are the same one. */
export const MOST_ALIKE = 3;

/** How alike two turns are: 0 where they cannot be the same one. */
export function likeness(one: Item, other: Item): number {
  if (one.kind === 'exchange' && other.kind === 'exchange') return exchangeLikeness(one, other);
  if (one.kind === 'exchange' || other.kind === 'exchange' || one.kind !== other.kind) return 0;
  return one.kind === 'greeting' || one.reply.code === other.reply.code ? MOST_ALIKE : 1;
}

function exchangeLikeness(one: ExchangeItem, other: ExchangeItem): number {
  const [a, b] = [one.exchange.command.verb, other.exchange.command.verb];
  if (a !== b) return isHello(a) && isHello(b) ? 1 : 0;
  const names = a === 'MAIL' || a === 'RCPT';
  return names && !one.hasPathOf(other) ? 2 : MOST_ALIKE;
}

/** Are they the same turn? */
export function isSame(one: Item, other: Item): boolean {
  return likeness(one, other) === MOST_ALIKE;
}

/** A transaction begins with MAIL. */
export function begins(item: Item): boolean {
  return item.kind === 'exchange' && item.exchange.command.verb === 'MAIL';
}

/** EHLO, HELO and LHLO open a session the same way. */
export function isHello(verb: string): boolean {
  return verb === 'EHLO' || verb === 'HELO' || verb === 'LHLO';
}
