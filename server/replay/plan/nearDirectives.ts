import type { AuthWords } from '../../core/transcript/directive/authWords.ts';
import { authWordsOf } from '../../core/transcript/directive/authWords.ts';
import { conditionWordsOf } from '../../core/transcript/directive/conditionWords.ts';
import { durationOf } from '../../core/transcript/directive/duration.ts';
import type { ReplyWords } from '../../core/transcript/directive/replyWords.ts';
import { replyWordsOf } from '../../core/transcript/directive/replyWords.ts';
import { retryWordsOf } from '../../core/transcript/directive/retryWords.ts';
import type { Directive, Session } from '../../core/transcript/model.ts';
import type { Condition, Retry } from '../../protocol/replay.ts';

/** A line that a directive above it may be about: a command, a response, content, a reply. */
interface Anchor {
  readonly at: number;
  readonly kind: 'command' | 'sent' | 'reply';
  /** The node of the model. */
  readonly node: object;
}

/** What each directive is about: the next anchor of this kind; `sent` means any client line. */
const ABOUT: Readonly<Record<string, Anchor['kind']>> = {
  reply: 'reply',
  sleep: 'sent',
  retry: 'command',
  if: 'command',
  unless: 'command',
  auth: 'command',
};

/** The directives of a session that are about the line below them, and what they say. */
export class NearDirectives {
  readonly #of = new Map<object, Directive[]>();
  /** Directives with nothing below them to be about. */
  readonly idle: readonly Directive[];

  constructor(session: Session) {
    const idle: Directive[] = [];
    const anchors = anchorsOf(session);
    const queues = new Map(KINDS.map(kind => [kind, queueOf(anchors, kind)]));
    for (const directive of session.directives) {
      const kind = Object.hasOwn(ABOUT, directive.name) ? ABOUT[directive.name] : undefined;
      if (kind === undefined) continue;
      const node = queues.get(kind)?.(directive.line.start)?.node;
      if (node === undefined) idle.push(directive);
      else this.#of.set(node, [...(this.#of.get(node) ?? []), directive]);
    }
    this.idle = idle;
  }

  /** Of a reply. */
  reply(node: object): ReplyWords {
    return this.#values(node, 'reply').reduce<ReplyWords>(
      (words, value) => ({ ...words, ...replyWordsOf(value) }),
      {},
    );
  }

  /** True for a reply that a directive is about. */
  isAsked(node: object): boolean {
    return this.#values(node, 'reply').length > 0;
  }

  /** Milliseconds to wait before a client line leaves. */
  sleep(node: object): number | undefined {
    return durationOf(this.#values(node, 'sleep')[0]);
  }

  /** Of a command. */
  retry(node: object): Retry | undefined {
    return retryWordsOf(this.#values(node, 'retry')[0] ?? '');
  }

  /** Of a command; the first one counts. */
  condition(node: object): Condition | undefined {
    const directive = this.#of.get(node)?.find(({ name }) => name === 'if' || name === 'unless');
    const advertised = conditionWordsOf(directive?.value ?? '');
    return advertised === undefined ? undefined : { advertised, wanted: directive?.name === 'if' };
  }

  /** Of a command. */
  auth(node: object): AuthWords | undefined {
    return authWordsOf(this.#values(node, 'auth')[0] ?? '');
  }

  #values(node: object, name: string): readonly string[] {
    const own = this.#of.get(node)?.filter(directive => directive.name === name) ?? [];
    return own.map(({ value }) => value);
  }
}

const KINDS: readonly Anchor['kind'][] = ['command', 'sent', 'reply'];

/** Gives the first anchor of a kind from an offset on, for offsets that only grow. */
function queueOf(
  anchors: readonly Anchor[],
  kind: Anchor['kind'],
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
  const add = (kind: Anchor['kind'], node: object, at: number): void => {
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
