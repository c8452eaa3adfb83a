import { randomBytes } from 'node:crypto';
import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import type { CustomDocument, CustomReadonlyEditorProvider, WebviewPanel } from 'vscode';
import { wordsOf } from '../words.ts';
import type { CaptureDocuments } from './captureDocuments.ts';
import { capturePage, lineAsked } from './capturePage.ts';

/** A capture that is being written is read again once it has been quiet for so long. */
const QUIET_MS = 500;

/** Shows a packet capture as a page: its sessions, and what was said. */
export class CaptureEditor implements CustomReadonlyEditorProvider {
  readonly #documents: CaptureDocuments;

  constructor(documents: CaptureDocuments) {
    this.#documents = documents;
  }

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): Promise<void> {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [] };
    const watching = this.#watch(uri, () => void this.#fill(uri, panel));
    const asked = webview.onDidReceiveMessage((message: unknown) => {
      const line = lineAsked(message);
      if (line !== undefined) void this.#documents.show(uri, line);
    });
    panel.onDidDispose(() => {
      watching.dispose();
      asked.dispose();
    });
    await this.#fill(uri, panel);
  }

  async #fill(uri: Uri, { webview }: WebviewPanel): Promise<void> {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const read = await this.#documents
      .read(uri)
      .catch((error: unknown) => ({ error: wordsOf(error) }));
    try {
      webview.html = capturePage(name, read, randomBytes(16).toString('hex'));
    } catch {
      // The panel was closed meanwhile.
    }
  }

  #watch(uri: Uri, changed: () => void): Disposable {
    // The name may hold what a pattern would take for a wildcard, so the whole folder is watched.
    const pattern = new RelativePattern(Uri.joinPath(uri, '..'), '*');
    const watcher = workspace.createFileSystemWatcher(pattern, false, false, true);
    let timer: NodeJS.Timeout | undefined;
    const soon = (written: Uri): void => {
      if (written.toString() !== uri.toString()) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        changed();
        this.#documents.changed(uri);
      }, QUIET_MS);
    };
    return Disposable.from(
      watcher,
      watcher.onDidChange(soon),
      watcher.onDidCreate(soon),
      new Disposable(() => clearTimeout(timer)),
    );
  }
}
