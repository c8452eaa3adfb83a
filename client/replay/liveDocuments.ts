import { Disposable, EventEmitter, Range, TextEditorRevealType, Uri, ViewColumn } from 'vscode';
import { languages, window, workspace } from 'vscode';
import type { TextDocumentContentProvider } from 'vscode';
import { CONVERSATION_SCHEME, LANGUAGE_ID } from '../parts.ts';
import type { Conversation, ReplyTime } from './conversation.ts';

/** How often a document that grows is read again, milliseconds. */
const THROTTLE_MS = 80;

/** Conversations that are kept for "Show conversation", and texts for a comparison. */
const KEPT = 20;

/** The readonly documents in which conversations appear as they happen: one for each file. */
export class LiveDocuments implements TextDocumentContentProvider {
  readonly #changed = new EventEmitter<Uri>();
  readonly #conversations = new Map<string, Conversation>();
  readonly #texts = new Map<string, string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #growing = new Set<string>();
  readonly #disposable: Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#disposable = Disposable.from(
      this.#changed,
      workspace.registerTextDocumentContentProvider(CONVERSATION_SCHEME, this),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#growing.has(document.uri.toString())) follow(document.uri);
      }),
    );
  }

  /** The text of a conversation or of `put`, '' for one that is no longer kept. */
  provideTextDocumentContent(uri: Uri): string {
    const key = uri.toString();
    return this.#conversations.get(key)?.text ?? this.#texts.get(key) ?? '';
  }

  /** When the replies of a conversation came. */
  replyTimes(uri: Uri): readonly ReplyTime[] {
    return this.#conversations.get(uri.toString())?.replyTimes ?? [];
  }

  /** A text under a name that its tab shows; the same `kind` and `source` replace each other. */
  put(text: string, { name, kind, source }: TextPlace): Uri {
    const path = `/${name.replace(/[\\/?#]/g, '_')}.smtp`;
    const uri = Uri.from({ scheme: CONVERSATION_SCHEME, path, query: `${kind}&${source}` });
    keep(this.#texts, uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  /** Shows this conversation from now on for the file; returns the document's URI. */
  begin(source: Uri, conversation: Conversation): Uri {
    const uri = conversationUri(source);
    const key = uri.toString();
    keep(this.#conversations, key, conversation);
    this.#growing.add(key);
    this.#changed.fire(uri);
    return uri;
  }

  /** The conversation has grown; it is shown soon. */
  grown(uri: Uri): void {
    const key = uri.toString();
    if (this.#timers.has(key)) return;
    const show = (): void => {
      this.#timers.delete(key);
      this.#changed.fire(uri);
    };
    this.#timers.set(key, setTimeout(show, THROTTLE_MS));
  }

  /** Nothing more comes. */
  end(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#changed.fire(uri);
    // The last change reaches the editor a little later and is still followed.
    setTimeout(() => this.#growing.delete(key), 10 * THROTTLE_MS);
  }

  /** Opens it beside the active editor, or brings it to the front where it is. */
  async show(uri: Uri): Promise<void> {
    const document = await workspace.openTextDocument(uri);
    if (document.languageId !== LANGUAGE_ID) {
      await languages.setTextDocumentLanguage(document, LANGUAGE_ID);
    }
    const open = window.visibleTextEditors.find(editor => isSame(editor.document.uri, uri));
    await window.showTextDocument(document, {
      viewColumn: open?.viewColumn ?? ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#disposable.dispose();
  }
}

/** What tells a text apart from others. */
export interface TextPlace {
  readonly name: string;
  readonly kind: string;
  readonly source: string;
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  for (const old of [...map.keys()].slice(0, -KEPT)) map.delete(old);
}

/** A file's name without folder and extension. */
export function nameOf(source: Uri): string {
  const name = source.path.slice(source.path.lastIndexOf('/') + 1).replace(/\.smtp$/i, '');
  return name === '' ? 'transcript' : name;
}

/** The document that a conversation, or a side of recorded and actual, is about. */
export function sourceOf({ scheme, path, query }: Uri): Uri | undefined {
  if (scheme !== CONVERSATION_SCHEME) return undefined;
  if (path.startsWith(CONVERSATION_PATH)) return Uri.parse(query, true);
  const source = /^(?:recorded|actual)&(.+)$/s.exec(query)?.[1];
  return source === undefined ? undefined : Uri.parse(source, true);
}

const CONVERSATION_PATH = '/Replay of ';

/** Where the conversation of a file's last run is shown. */
export function conversationUri(source: Uri): Uri {
  const path = `${CONVERSATION_PATH}${nameOf(source)}.smtp`;
  return Uri.from({ scheme: CONVERSATION_SCHEME, path, query: source.toString() });
}

function follow(uri: Uri): void {
  for (const editor of window.visibleTextEditors) {
    if (!isSame(editor.document.uri, uri)) continue;
    const last = Math.max(editor.document.lineCount - 1, 0);
    editor.revealRange(new Range(last, 0, last, 0), TextEditorRevealType.Default);
  }
}

function isSame(one: Uri, other: Uri): boolean {
  return one.toString() === other.toString();
}
