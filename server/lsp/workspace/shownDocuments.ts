import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { keyOf } from './workspaceFolders.ts';

/** The id of what is told about a document that is shown: that nothing is wrong with a closed one. */
const SHOWN = 'shown';

/**
 * Which open documents somebody looks at. VS Code keeps a document open for minutes after its
 * editor was closed; it asks once more then, though nothing has changed since it asked last.
 */
export class ShownDocuments {
  /** Version of each document when it was asked about. */
  readonly #asked = new Map<string, number | undefined>();
  readonly #released = new Set<string>();

  /** The client asks about a document; `released`: it may be the last time. */
  ask(
    uri: string,
    { version, previousResultId }: Asked,
  ): { readonly report: DocumentDiagnosticReport; readonly released: boolean } {
    const key = keyOf(uri);
    const isKnown = previousResultId === SHOWN;
    const released = isKnown && this.#asked.get(key) === version;
    this.#asked.set(key, version);
    if (released) this.#released.add(key);
    else this.#released.delete(key);
    const report: DocumentDiagnosticReport = isKnown
      ? { kind: 'unchanged', resultId: SHOWN }
      : { kind: 'full', resultId: SHOWN, items: [] };
    return { report, released };
  }

  /** It is closed. */
  close(uri: string): void {
    this.#asked.delete(keyOf(uri));
    this.#released.delete(keyOf(uri));
  }

  /** Of these open documents the keys of those that the client asks about by itself. */
  among(uris: Iterable<string>): ReadonlySet<string> {
    return new Set([...uris].map(keyOf).filter(key => !this.#released.has(key)));
  }
}

interface Asked {
  readonly version: number | undefined;
  readonly previousResultId: string | undefined;
}
