import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver/node';
import { auditOf } from './auditOf.ts';
import type { DiagnosticSupport } from './diagnosticSupport.ts';
import type { OpenDocument } from './documentStore.ts';
import { readFileOf } from './readFileOf.ts';
import type { ServerContext } from './serverContext.ts';
import { guarded } from './serverContext.ts';

/** Whoever asks for findings waits no longer than this for what the file shows, milliseconds. */
const PATIENCE = 1_000;

const NOTHING: readonly Diagnostic[] = [];

/** An audit that is under way or done. */
interface Audit {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** What was found in a file. */
interface Outcome {
  readonly found: readonly Diagnostic[];
  readonly serial: number;
}

/**
 * Reads the files of open documents for what the editor does not show of their octets. What it
 * finds holds until the first edit.
 */
export class FileAudits {
  readonly #context: ServerContext;
  readonly #support: DiagnosticSupport;
  readonly #onChange: (uri: string) => void;
  readonly #audits = new Map<string, Audit>();
  readonly #outcomes = new Map<string, Outcome>();
  #serial = 0;

  /** `onChange` is called when the findings of a file are others than before. */
  constructor(context: ServerContext, support: DiagnosticSupport, onChange: (uri: string) => void) {
    this.#context = context;
    this.#support = support;
    this.#onChange = onChange;
  }

  /** Audits the file of a document that has just been opened or saved; `after` comes first. */
  start(open: OpenDocument, after?: Promise<void>): void {
    const { uri } = open.document;
    this.#audits.get(uri)?.stop.abort();
    const stop = new AbortController();
    this.#audits.set(uri, { stop, done: this.#run(open, stop.signal, after) });
  }

  /** Forgets what was found: the document changed, or is gone. */
  drop(uri: string): void {
    this.#audits.get(uri)?.stop.abort();
    this.#audits.delete(uri);
    this.#outcomes.delete(uri);
  }

  /** What the file of a document shows. */
  of(uri: string): readonly Diagnostic[] {
    return this.#outcomes.get(uri)?.found ?? NOTHING;
  }

  /** A number that is another one when the findings are; 0 where there are none. */
  serialOf(uri: string): number {
    return this.#outcomes.get(uri)?.serial ?? 0;
  }

  /** Resolves when the audit that is under way is done, or has taken too long. */
  async soon(uri: string): Promise<void> {
    const done = this.#audits.get(uri)?.done;
    if (done === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([done, late]);
    clearTimeout(timer);
  }

  async #run(open: OpenDocument, signal: AbortSignal, after?: Promise<void>): Promise<void> {
    await after;
    const { uri } = open.document;
    const file = signal.aborted ? undefined : await readFileOf(uri, signal);
    const found = await this.#audit(open, file?.octets, signal);
    if (found === undefined) return;
    const before = this.of(uri);
    if (found.length === 0) this.#outcomes.delete(uri);
    else this.#outcomes.set(uri, { found, serial: ++this.#serial });
    if (found.length > 0 || before.length > 0) this.#onChange(uri);
  }

  /** In slices, between which the server answers; undefined where it was told to stop. */
  async #audit(
    open: OpenDocument,
    file: Uint8Array | undefined,
    signal: AbortSignal,
  ): Promise<readonly Diagnostic[] | undefined> {
    const steps = file && auditOf(open, file, this.#support);
    while (!signal.aborted) {
      if (steps === undefined) return NOTHING;
      const found = guarded(this.#context, 'audit', NOTHING, () => sliceOf(steps));
      if (found !== undefined) return found;
      await setImmediate();
    }
    return undefined;
  }
}

/** How long an audit runs at a stretch, milliseconds. */
const SLICE = 20;

/** The result, or undefined where there is more to do. */
function sliceOf<T>(steps: Generator<undefined, T>): T | undefined {
  const end = performance.now() + SLICE;
  do {
    const step = steps.next();
    if (step.done === true) return step.value;
  } while (performance.now() < end);
  return undefined;
}
