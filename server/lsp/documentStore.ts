import { pcap } from '../core/dialect/pcap.ts';
import type { LspChange } from './document.ts';
import { TranscriptDocument } from './document.ts';
import { DocumentLint } from './documentLint.ts';
import type { Encoding } from './positions.ts';

const CAPTURE = 'smtp-capture:';

/** A document and what is derived from it. */
export interface OpenDocument {
  readonly document: TranscriptDocument;
  readonly lint: DocumentLint;
}

/** The documents that the client has open. */
export class DocumentStore {
  readonly #documents = new Map<string, OpenDocument>();
  /** How the client counts columns; set before the first document opens. */
  encoding: Encoding = 'utf-16';

  open(item: { uri: string; text: string; version: number }): OpenDocument {
    const { uri, text, version } = item;
    const document = new TranscriptDocument(uri, text, { version, encoding: this.encoding });
    // What the client shows of a packet capture: excerpts of what was on the wire.
    if (uri.startsWith(CAPTURE)) document.read(pcap);
    const opened: OpenDocument = { document, lint: new DocumentLint(document) };
    this.#documents.set(uri, opened);
    return opened;
  }

  /** Applies changes; undefined where the client never opened the document. */
  change(uri: string, changes: readonly LspChange[], version: number): OpenDocument | undefined {
    const known = this.#documents.get(uri);
    known?.document.change(changes, version);
    return known;
  }

  close(uri: string): void {
    this.#documents.delete(uri);
  }

  get(uri: string): OpenDocument | undefined {
    return this.#documents.get(uri);
  }

  all(): Iterable<OpenDocument> {
    return this.#documents.values();
  }
}
