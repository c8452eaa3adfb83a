import type { DialectNotification } from '../../protocol/lsp.ts';
import type { OpenDocument } from '../documentStore.ts';
import type { ServerContext } from '../serverContext.ts';
import { guarded } from '../serverContext.ts';
import { detectedOf } from './sessions.ts';

const METHOD: DialectNotification['method'] = 'smtpTranscript/dialect';

/** Tells a client that asked for it how a document is read, whenever that changed. */
export class DialectNotifier {
  readonly #context: ServerContext;
  readonly #wanted: boolean;
  readonly #told = new WeakMap<object, string>();
  readonly #due = new Set<OpenDocument>();

  constructor(context: ServerContext, options: unknown) {
    this.#context = context;
    this.#wanted =
      typeof options === 'object' &&
      options !== null &&
      'dialectNotifications' in options &&
      options.dialectNotifications === true;
  }

  /** The document was opened or changed. */
  update(open: OpenDocument): void {
    if (!this.#wanted || this.#due.has(open)) return;
    this.#due.add(open);
    // Later, so that changes which wait in line are read together.
    setImmediate(() => {
      this.#due.delete(open);
      this.#tell(open);
    });
  }

  #tell({ document }: OpenDocument): void {
    guarded(this.#context, 'dialect', undefined, () => {
      const dialect = detectedOf(document.dialect);
      const key = `${dialect.id} ${String(dialect.certainty)}`;
      if (this.#told.get(document) === key) return;
      this.#told.set(document, key);
      const params: DialectNotification['params'] = { uri: document.uri, dialect };
      void this.#context.connection.sendNotification(METHOD, params);
    });
  }
}
