import { Disposable, Range, TestTag, workspace } from 'vscode';
import type { TestController, TestItem, TextDocument, Uri } from 'vscode';
import type { SessionsResult } from '../../server/protocol/lsp.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { withoutIcons, wordsOf } from '../words.ts';
import { fileNote, sessionEntries } from './sessionEntries.ts';
import type { SessionEntry } from './sessionEntries.ts';

/** The files that are listed. */
const PATTERN = '**/*.smtp';

/** Files of a workspace that are listed. */
const MOST_FILES = 5000;

/** Changes of files that come together are one. */
const FILES_DELAY_MS = 300;

/** Quiet typing before the sessions are listed again. */
const TYPING_DELAY_MS = 400;

/** The tree of the Test Explorer: transcripts, and in each its sessions. */
export class TestTree {
  readonly #controller: TestController;
  readonly #parts: Pick<Parts, 'language' | 'output'>;
  readonly #sessions = new WeakMap<TestItem, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #resolving = new Map<string, Promise<void>>();
  readonly #disposable: Disposable;
  #found: Promise<void> | undefined;

  constructor(controller: TestController, parts: Pick<Parts, 'language' | 'output'>) {
    this.#controller = controller;
    this.#parts = parts;
    const watcher = workspace.createFileSystemWatcher(PATTERN);
    const again = (): void => this.#filesChanged();
    this.#disposable = Disposable.from(
      watcher,
      watcher.onDidCreate(again),
      watcher.onDidDelete(again),
      watcher.onDidChange(uri => this.#fileChanged(uri)),
      this.#watchFolders(),
      workspace.onDidChangeWorkspaceFolders(again),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('files.exclude')) again();
      }),
      workspace.onDidOpenTextDocument(document => this.#documentChanged(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) =>
        this.#documentChanged(document, TYPING_DELAY_MS),
      ),
      parts.language.onReady(() => {
        for (const document of workspace.textDocuments) this.#documentChanged(document, 0);
      }),
      { dispose: () => this.#timers.forEach(timer => clearTimeout(timer)) },
    );
  }

  /** Finds the files, unless that was done; a later change of them is followed. */
  async find(): Promise<void> {
    await (this.#found ??= this.refresh());
  }

  /** Looks for the files anew. Never rejects. */
  async refresh(): Promise<void> {
    try {
      const files = await workspace.findFiles(PATTERN, undefined, MOST_FILES);
      this.#list(files);
      if (files.length === MOST_FILES) {
        this.#parts.output.warn(`The Test Explorer lists ${String(MOST_FILES)} transcripts only.`);
      }
    } catch (error) {
      this.#parts.output.error(`The transcripts could not be listed: ${wordsOf(error)}`);
    }
  }

  /** Lists the sessions of a file as they are now; what is in the way is shown at the file. */
  async resolve(file: TestItem): Promise<void> {
    const { uri } = file;
    if (uri === undefined || this.isSession(file)) return;
    const key = uri.toString();
    // What was asked before may have been answered with an older text.
    const work = (this.#resolving.get(key) ?? Promise.resolve()).then(() =>
      this.#resolve(file, uri),
    );
    this.#resolving.set(key, work);
    await work;
    if (this.#resolving.get(key) === work) this.#resolving.delete(key);
  }

  /** The position of a session in its document; undefined for a file. */
  sessionOf(item: TestItem): number | undefined {
    return this.#sessions.get(item);
  }

  isSession(item: TestItem): boolean {
    return this.#sessions.has(item);
  }

  /** The file of this URI, where it is listed. */
  fileAt(uri: Uri): TestItem | undefined {
    return this.#controller.items.get(uri.toString());
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #list(files: readonly Uri[]): void {
    const named = files
      .filter(({ scheme }) => scheme === 'file')
      .map(uri => ({ uri, label: withoutIcons(workspace.asRelativePath(uri)) }));
    named.sort((one, other) => one.label.localeCompare(other.label, 'en', { numeric: true }));
    const items = named.map(({ uri, label }, at) => {
      const item = this.fileAt(uri) ?? this.#newFile(uri, label);
      item.label = label;
      item.sortText = String(at).padStart(5, '0');
      return item;
    });
    this.#controller.items.replace(items);
    for (const document of workspace.textDocuments) this.#documentChanged(document, 0);
  }

  #newFile(uri: Uri, label: string): TestItem {
    const item = this.#controller.createTestItem(uri.toString(), label, uri);
    item.canResolveChildren = true;
    return item;
  }

  async #resolve(file: TestItem, uri: Uri): Promise<void> {
    file.busy = true;
    try {
      const document = await transcriptAt(uri);
      this.#fill(file, uri, await this.#parts.language.sessions(document));
      file.error = undefined;
    } catch (error) {
      file.children.replace([]);
      file.error = `The transcript could not be read: ${wordsOf(error)}`;
    } finally {
      file.busy = false;
    }
  }

  #fill(file: TestItem, uri: Uri, found: SessionsResult): void {
    file.description = fileNote(found);
    file.children.replace(
      sessionEntries(found).map((entry, at) => {
        // A session that is kept keeps its result.
        const known = file.children.get(entry.id);
        const item = known ?? this.#controller.createTestItem(entry.id, entry.label, uri);
        this.#update(item, entry, at);
        return item;
      }),
    );
  }

  #update(item: TestItem, entry: SessionEntry, at: number): void {
    this.#sessions.set(item, entry.index);
    item.description = entry.description;
    item.sortText = String(at).padStart(5, '0');
    const range = new Range(entry.startLine, 0, entry.endLine, 0);
    // Each assignment goes to the window, also one that changes nothing.
    if (item.range === undefined || !range.isEqual(item.range)) item.range = range;
    const tags = entry.tags.join(' ');
    if (item.tags.map(({ id }) => id).join(' ') !== tags) {
      item.tags = entry.tags.map(tag => new TestTag(tag));
    }
  }

  /** Of a folder that comes or goes, what is in it need not be told. */
  #watchFolders(): Disposable {
    const folders = workspace.createFileSystemWatcher('**/*', false, true, false);
    return Disposable.from(
      folders,
      folders.onDidCreate(({ path }) => {
        // What has an extension is hardly ever a folder.
        if (!/\.[^/]*$/.test(path)) this.#filesChanged();
      }),
      folders.onDidDelete(({ path }) => {
        const files = [...this.#controller.items].map(([, file]) => file);
        if (files.some(({ uri }) => uri?.path.startsWith(`${path}/`))) this.#filesChanged();
      }),
    );
  }

  #filesChanged(): void {
    if (this.#found === undefined) return;
    this.#later('', FILES_DELAY_MS, () => this.refresh());
  }

  /** A change on disk of a file whose sessions are listed and that no editor follows. */
  #fileChanged(uri: Uri): void {
    const file = this.fileAt(uri);
    if (file === undefined || file.children.size === 0) return;
    this.#later(uri.toString(), TYPING_DELAY_MS, () => this.resolve(file));
  }

  #documentChanged({ uri, languageId }: TextDocument, delay: number): void {
    if (uri.scheme !== 'file' || !uri.path.endsWith('.smtp')) return;
    // Who looks at a transcript gets its marks without having opened the Test Explorer.
    if (languageId === LANGUAGE_ID && workspace.getWorkspaceFolder(uri)) void this.find();
    if (this.fileAt(uri) === undefined) return;
    this.#later(uri.toString(), delay, async () => {
      const file = this.fileAt(uri);
      if (file !== undefined) await this.resolve(file);
    });
  }

  #later(key: string, delay: number, work: () => Promise<void>): void {
    clearTimeout(this.#timers.get(key));
    const run = (): void => {
      this.#timers.delete(key);
      void work();
    };
    this.#timers.set(key, setTimeout(run, delay));
  }
}

async function transcriptAt(uri: Uri): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  if (document.languageId === LANGUAGE_ID) return document;
  throw new Error('its language in VS Code is not SMTP Transcript.');
}
