import type { Directive, Session } from './model.ts';

/** What a directive about the next line waits for; `sent` means any client line. */
export type AnchorKind = 'command' | 'sent' | 'reply';

/** A line that a directive above it may be about: a command, a response, content, a reply. */
interface Anchor {
  readonly at: number;
  readonly kind: AnchorKind;
  /** The node of the model. */
  readonly node: object;
}

/** What each directive is about that is not about the session. */
const ABOUT: ReadonlyMap<string, AnchorKind> = new Map<string, AnchorKind>([
  ['reply', 'reply'],
  ['sleep', 'sent'],
  ['retry', 'command'],
  ['if', 'command'],
  ['unless', 'command'],
  ['auth', 'command'],
]);

/** Directives with the nodes that they are about. */
export interface Anchored {
  /** By the node of the model: a command, a response, content or a reply. */
  readonly of: ReadonlyMap<object, readonly Directive[]>;
  /** Directives with nothing below them to be about. */
  readonly idle: readonly Directive[];
}

/** What a directive waits for; undefined for one about the session, or the file. */
export function anchorKindOf(name: string): AnchorKind | undefined {
  return ABOUT.get(name);
}

/** The directives of a session that are about the next line of a kind. */
export function anchoredDirectives(session: Session): Anchored {
  const near = session.directives.filter(({ name }) => ABOUT.has(name));
  const of = new Map<object, Directive[]>();
  const idle: Directive[] = [];
  if (near.length === 0) return { of, idle };
  const anchors = anchorsOf(session);
  const queues = new Map(KINDS.map(kind => [kind, queueOf(anchors, kind)]));
  for (const directive of near) {
    const kind = ABOUT.get(directive.name);
    const node = kind && queues.get(kind)?.(directive.line.start)?.node;
    if (node === undefined) idle.push(directive);
    else of.set(node, [...(of.get(node) ?? []), directive]);
  }
  return { of, idle };
}

const KINDS: readonly AnchorKind[] = ['command', 'sent', 'reply'];

/** Gives the first anchor of a kind from an offset on, for offsets that only grow. */
function queueOf(
  anchors: readonly Anchor[],
  kind: AnchorKind,
): (from: number) => Anchor | undefined {
  const own = anchors.filter(
    anchor => anchor.kind === kind || (kind === 'sent' && anchor.kind === 'command'),
  );
  let next = 0;
  return from => {
    while ((own[next]?.at ?? from) < from) next += 1;
    return own[next];
  };
}

/** In the order of the text. */
function anchorsOf(session: Session): readonly Anchor[] {
  const anchors: Anchor[] = [];
  const add = (kind: AnchorKind, node: object, at: number): void => {
    anchors.push({ kind, node, at });
  };
  if (session.greeting) add('reply', session.greeting.reply, session.greeting.reply.span.start);
  for (const step of session.steps) {
    if (step.kind === 'stray') add('reply', step.reply, step.reply.span.start);
  }
  for (const { command, replies, responses, content } of session.exchanges) {
    add('command', command, command.line.start);
    for (const reply of replies) add('reply', reply, reply.span.start);
    for (const response of responses) add('sent', response, response.line.start);
    if (content === undefined) continue;
    add('sent', content, content.blocks[0]?.start ?? content.span.start);
    for (const reply of content.replies) add('reply', reply, reply.span.start);
  }
  return anchors.sort((one, other) => one.at - other.at);
}
