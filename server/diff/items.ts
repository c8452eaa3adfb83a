import { equalPathKey } from './pathKey.ts';
import type { Exchange, Reply } from '../core/transcript/model.ts';
import type { DiffSide } from './model.ts';

/** Something that is said in turn, with what makes it the same turn in another session. */
export type Item =
  | { readonly kind: 'greeting' | 'stray'; readonly reply: Reply; readonly key: string }
  | { readonly kind: 'exchange'; readonly exchange: Exchange; readonly key: string };

/** What a session consists of, as far as it is compared turn by turn, in order. */
export function itemsOf(side: DiffSide): readonly Item[] {
  return side.session.steps.flatMap((step): Item[] => {
    switch (step.kind) {
      case 'greeting':
        return [{ kind: 'greeting', reply: step.reply, key: 'greeting' }];
      case 'stray':
        return [replyItem(step.reply)];
      case 'exchange':
        return [{ kind: 'exchange', exchange: step, key: keyOf(side, step) }];
      default:
        return [];
    }
  });
}

/** The same without what clients said, where one of the two does not show that. */
export function replyItemsOf(side: DiffSide): readonly Item[] {
  return itemsOf(side).flatMap(item => {
    if (item.kind !== 'exchange') return [item];
    const { replies, content } = item.exchange;
    return [...replies, ...(content?.replies ?? [])].map(replyItem);
  });
}

function replyItem(reply: Reply): Item {
  return { kind: 'stray', reply, key: `reply ${String(reply.code)}` };
}

/** The verb and what of its argument tells one such command from another. */
function keyOf(side: DiffSide, exchange: Exchange): string {
  const { verb } = exchange.command;
  switch (verb) {
    case 'MAIL':
    case 'RCPT':
      return `${verb} ${equalPathKey(side.chunk, exchange)}`;
    default:
      return verb;
  }
}

/** How alike two turns are: 0 where they cannot be the same one, 3 where they are. */
export function likeness(one: Item, other: Item): number {
  if (one.key === other.key) return 3;
  if (one.kind !== other.kind) return 0;
  if (one.kind !== 'exchange' || other.kind !== 'exchange') return 1;
  const [a, b] = [one.exchange.command.verb, other.exchange.command.verb];
  if (a === b) return 2;
  return isHello(a) && isHello(b) ? 1 : 0;
}

/** EHLO, HELO and LHLO open a session the same way. */
export function isHello(verb: string): boolean {
  return verb === 'EHLO' || verb === 'HELO' || verb === 'LHLO';
}
