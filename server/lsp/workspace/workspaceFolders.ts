import type { InitializeParams, WorkspaceFoldersChangeEvent } from 'vscode-languageserver/node';
import { relative, sep } from 'node:path';
import { pathOf } from '../readFileOf.ts';

/** A folder of the workspace on this machine. */
export interface Folder {
  readonly uri: string;
  readonly path: string;
}

/** The folders that the client has open. */
export class WorkspaceFolders {
  readonly #uris: Set<string>;

  constructor(uris: readonly string[]) {
    this.#uris = new Set(uris);
  }

  /** Takes what the client says about them. */
  change({ added, removed }: WorkspaceFoldersChangeEvent): void {
    for (const { uri } of removed) this.#uris.delete(uri);
    for (const { uri } of added) this.#uris.add(uri);
  }

  /** Those on this machine. */
  all(): readonly Folder[] {
    return [...this.#uris].flatMap(uri => {
      const path = pathOf(uri);
      return path === undefined ? [] : [{ uri, path }];
    });
  }
}

/** The folders that a client names when it begins. */
export function foldersOf(params: InitializeParams): WorkspaceFolders {
  const named = params.workspaceFolders?.map(({ uri }) => uri);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that some clients name
  const root = params.rootUri ?? '';
  return new WorkspaceFolders(named ?? [root]);
}

/** The URI of a file below a folder, beginning as the client writes the folder's. */
export function uriBelow(folder: Folder, path: string): string {
  const names = relative(folder.path, path).split(sep).map(encodeURIComponent);
  return [folder.uri.replace(/\/+$/, ''), ...names].join('/');
}

/** The same for all spellings of a file's URI. */
export function keyOf(uri: string): string {
  const path = pathOf(uri) ?? uri;
  return sep === '\\' ? path.toLowerCase() : path;
}
