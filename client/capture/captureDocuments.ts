import { EventEmitter, languages, Range, Uri, window, workspace } from 'vscode';
import type { TextDocumentContentProvider } from 'vscode';
import type { CaptureResult } from '../../server/protocol/lsp.ts';
import type { Language } from '../languageClient/language.ts';
import { CAPTURE_SCHEME, LANGUAGE_ID } from '../parts.ts';

/** The readonly documents that show packet captures as transcripts. */
export class CaptureDocuments implements TextDocumentContentProvider {
  readonly #language: Language;
  readonly #changed = new EventEmitter<Uri>();
  /** Readings that are under way, so that page and document share one. */
  readonly #reading = new Map<string, Promise<CaptureResult>>();
  readonly onDidChange = this.#changed.event;

  constructor(language: Language) {
    this.#language = language;
  }

  /** What is in the capture now. */
  read(capture: Uri): Promise<CaptureResult> {
    const key = capture.toString();
    const known = this.#reading.get(key);
    if (known !== undefined) return known;
    const reading = this.#language.capture(capture).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const read = await this.read(Uri.parse(uri.query, true));
    return 'error' in read ? `# ${read.error}\n` : read.text;
  }

  /** The capture on disk is another one. */
  changed(capture: Uri): void {
    this.#changed.fire(documentUri(capture));
  }

  /** Opens the transcript at a line, 0-based. */
  async show(capture: Uri, line: number): Promise<void> {
    const document = await workspace.openTextDocument(documentUri(capture));
    if (document.languageId !== LANGUAGE_ID) {
      await languages.setTextDocumentLanguage(document, LANGUAGE_ID);
    }
    const place = new Range(line, 0, line, 0);
    await window.showTextDocument(document, { preview: false, selection: place });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function documentUri(capture: Uri): Uri {
  const path = `${capture.path}.smtp`;
  return Uri.from({ scheme: CAPTURE_SCHEME, path, query: capture.toString() });
}
