import type { AuthWords } from '../../core/transcript/directive/authWords.ts';
import { authWordsOf } from '../../core/transcript/directive/authWords.ts';
import { conditionWordsOf } from '../../core/transcript/directive/conditionWords.ts';
import { anchoredDirectives } from '../../core/transcript/directiveAnchors.ts';
import type { Anchored } from '../../core/transcript/directiveAnchors.ts';
import { durationOf } from '../../core/transcript/directive/duration.ts';
import type { ReplyWords } from '../../core/transcript/directive/replyWords.ts';
import { replyWordsOf } from '../../core/transcript/directive/replyWords.ts';
import { retryWordsOf } from '../../core/transcript/directive/retryWords.ts';
import type { Directive, Session } from '../../core/transcript/model.ts';
import type { Condition, Retry } from '../../protocol/replay.ts';

/** The directives of a session that are about the line below them, and what they say. */
export class NearDirectives {
  readonly #of: Anchored['of'];
  /** Directives with nothing below them to be about. */
  readonly idle: readonly Directive[];

  constructor(session: Session) {
    const { of, idle } = anchoredDirectives(session);
    this.#of = of;
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
