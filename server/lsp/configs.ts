import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ConfigFinder } from '../config/configFinder.ts';
import type { ConfigFile } from '../config/readConfig.ts';
import { CONFIG_NAMES, configOf, readConfig } from '../config/readConfig.ts';
import type { LintLayer } from '../core/config/lintLayer.ts';
import { mergedLayers } from '../core/config/lintLayer.ts';
import { LSP_SEVERITY } from './diagnostics.ts';
import { pathOf } from './readFileOf.ts';

/** The code of what says that a configuration file is no JSON; the client knows it, too. */
const CONFIG_SYNTAX = 'configuration-syntax';

/** What a client is to watch. */
export const CONFIG_GLOB = '**/.smtp-transcript.{json,jsonc}';

/** Is this the URI of a configuration file? */
export function isConfigUri(uri: string): boolean {
  const path = pathOf(uri);
  return path !== undefined && CONFIG_NAMES.includes(basename(path));
}

/**
 * The configuration files of transcripts on disk, and what is wrong in them: told of each that has
 * a say about some transcript, and of each that is open, as it stands in the editor. Those
 * diagnostics are always sent, never asked for: the client may ask about transcripts only.
 */
export class Configs {
  readonly #connection: Connection;
  readonly #finder = new ConfigFinder();
  /** Open ones, by path. */
  readonly #open = new Map<string, TextDocument>();
  /** Closed ones of which the client was told something, by path. */
  readonly #told = new Map<string, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The settings for a transcript: what its configuration files say wins over the editor's. */
  async over(settings: LintLayer, uri: string): Promise<LintLayer> {
    const path = pathOf(uri);
    if (path === undefined) return settings;
    const { layer, files } = await this.#finder.find(path);
    for (const file of files) this.#tell(file);
    return mergedLayers(settings, layer);
  }

  /** Looks again from now on: nobody may have told of files that changed. */
  lookAgain(): void {
    this.#finder.forget();
  }

  /** Files may be others than they were; what was told of them is told anew. */
  async forget(): Promise<void> {
    this.#finder.forget();
    const told = [...this.#told.keys()];
    const files = await Promise.all(told.map(path => readConfig(path)));
    for (const [at, path] of told.entries()) this.#tell(files[at] ?? configOf(path, '{}'));
  }

  /** A configuration file was opened in the editor. */
  open(item: { uri: string; languageId: string; version: number; text: string }): void {
    const { uri, languageId, version, text } = item;
    this.#take(TextDocument.create(uri, languageId, version, text));
  }

  /** Its text changed there. */
  change(uri: string, changes: TextDocumentContentChangeEvent[], version: number): void {
    const known = this.#open.get(pathOf(uri) ?? '');
    if (known !== undefined) this.#take(TextDocument.update(known, changes, version));
  }

  /** It is closed: what its file on disk says counts again. */
  async close(uri: string): Promise<void> {
    const path = pathOf(uri) ?? '';
    this.#open.delete(path);
    this.#told.set(path, uri);
    this.#tell((await readConfig(path)) ?? configOf(path, '{}'));
  }

  #take(document: TextDocument): void {
    const path = pathOf(document.uri) ?? '';
    this.#open.set(path, document);
    this.#told.delete(path);
    this.#send(document, configOf(path, document.getText()), document.version);
  }

  /** Of a closed file; what is open is judged as it stands in the editor. */
  #tell(file: ConfigFile): void {
    const { path, problems, text } = file;
    const known = this.#told.get(path);
    if (this.#open.has(path) || (problems.length === 0 && known === undefined)) return;
    const uri = known ?? pathToFileURL(path).toString();
    if (problems.length === 0) this.#told.delete(path);
    else this.#told.set(path, uri);
    this.#send(TextDocument.create(uri, 'jsonc', 0, text), file);
  }

  #send(document: TextDocument, { problems }: ConfigFile, version?: number): void {
    const { uri } = document;
    const diagnostics = problems.map(({ message, start, end, isSyntax }): Diagnostic => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      severity: LSP_SEVERITY.error,
      source: 'smtp',
      code: isSyntax === true ? CONFIG_SYNTAX : 'configuration',
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
    }));
    const sent = { uri, diagnostics, ...(version !== undefined && { version }) };
    void this.#connection.sendDiagnostics(sent);
  }
}
