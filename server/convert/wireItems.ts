import type { Content, Exchange, Reply, Session, WireLine } from '../core/transcript/model.ts';

/** Something that was on the wire, or happened to the connection. */
export type WireItem =
  | { readonly kind: 'command'; readonly exchange: Exchange }
  | { readonly kind: 'response'; readonly exchange: Exchange; readonly line: WireLine }
  | { readonly kind: 'content'; readonly exchange: Exchange; readonly content: Content }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'event'; readonly event: 'connect' | 'tls' | 'close' | 'lost' | 'timeout' };

/** A session in the order of the wire. */
export function wireItemsOf(session: Session): readonly WireItem[] {
  const placed = session.steps.flatMap((step): { at: number; item: WireItem }[] => {
    switch (step.kind) {
      case 'greeting':
      case 'stray':
        return [replyItem(step.reply)];
      case 'exchange':
        return itemsOf(step);
      case 'event':
        return [{ at: step.line.start, item: { kind: 'event', event: step.event } }];
      default:
        return [];
    }
  });
  return placed.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

function replyItem(reply: Reply): { at: number; item: WireItem } {
  return { at: reply.span.start, item: { kind: 'reply', reply } };
}

function itemsOf(exchange: Exchange): { at: number; item: WireItem }[] {
  const { command, responses, replies, content } = exchange;
  const first = content?.blocks[0]?.start ?? content?.terminator?.line.start;
  const after = content?.how === 'data' ? replies[0]?.span.end : undefined;
  return [
    { at: command.line.start, item: { kind: 'command', exchange } },
    ...responses.map((line): { at: number; item: WireItem } => ({
      at: line.line.start,
      item: { kind: 'response', exchange, line },
    })),
    ...replies.map(replyItem),
    ...(content === undefined
      ? []
      : [
          {
            at: first ?? (after ?? command.line.end) + 0.25,
            item: { kind: 'content' as const, exchange, content },
          },
        ]),
    ...(content?.replies ?? []).map(replyItem),
  ];
}
