import type {
  EngineMessage,
  EngineMethod,
  EngineParams,
  EngineRequest,
  EngineResult,
} from '../protocol/engine.ts';
import { needsConsent } from '../replay/resolve/needsConsent.ts';
import { EmbeddedReceiver } from './embeddedReceiver.ts';
import { mailHosts } from './mailHosts.ts';
import { mailboxes, messages, readStored } from './mailboxes.ts';
import { Runs } from './runs.ts';

/** Sends a message to the client; resolves when it may send the next. Never rejects. */
export type Post = (message: EngineMessage) => Promise<void>;

type Handlers = {
  readonly [M in EngineMethod]: (
    params: EngineParams<M>,
  ) => EngineResult<M> | Promise<EngineResult<M>>;
};

/** Answers the client's requests; several at a time, each exactly once. */
export class Engine {
  readonly #post: Post;
  readonly #handlers: Handlers;

  constructor(post: Post) {
    this.#post = post;
    const receiver = new EmbeddedReceiver({
      log: line => void post({ kind: 'log', line }),
      changed: state => void post({ kind: 'receiver', state }),
    });
    const runs = new Runs({
      receiver,
      tell: (run, event) => post({ kind: 'event', run, event }),
    });
    this.#handlers = {
      replay: params => runs.run(params),
      cancel: ({ run }) => runs.cancel(run),
      needsConsent: ({ host }) => needsConsent({ host }),
      startReceiver: profile => receiver.start(profile),
      stopReceiver: () => receiver.stop(),
      mailHosts: ({ recipient, dnsServers }) => mailHosts(recipient, dnsServers),
      mailboxes: ({ storage }) => mailboxes(storage),
      messages: ({ storage, user }) => messages(storage, user),
      readMessage: params => readStored(params),
    };
  }

  /** Posts the answer, or the error in words. Never rejects. */
  async handle(request: EngineRequest): Promise<void> {
    const { id } = request;
    try {
      await this.#post({ kind: 'answer', id, result: await this.#answer(request) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await this.#post({ kind: 'error', id, message });
    }
  }

  #answer<M extends EngineMethod>(request: {
    readonly method: M;
    readonly params: EngineParams<M>;
  }): EngineResult<M> | Promise<EngineResult<M>> {
    return this.#handlers[request.method](request.params);
  }
}
