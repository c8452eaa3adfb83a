import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Diagnostic, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { transcriptFiles } from '../../host/transcriptFiles.ts';
import type { DiagnosticSupport } from '../diagnosticSupport.ts';
import type { Encoding } from '../positions.ts';
import { fileStampOf, readFileOf } from '../readFileOf.ts';
import type { LintSettings } from '../settings.ts';
import { diagnosticsOfFile } from './closedFile.ts';
import type { Folder } from './workspaceFolders.ts';
import { keyOf, uriBelow } from './workspaceFolders.ts';

/** More files than this are not looked at; the command line has no limit. */
const MOST_FILES = 5_000;
const MOST_NAMES = 200_000;
/** Longer files are checked when they are opened, octets. */
const LONGEST_FILE = 10 * 1024 * 1024;

/** What a look at the workspace has to know. */
export interface RoundOptions {
  readonly folders: readonly Folder[];
  /** Id of what the client has of a file, by its key. */
  readonly previous: ReadonlyMap<string, { readonly uri: string; readonly value: string }>;
  /** Keys of files about which the client asks in another way. */
  readonly open: ReadonlySet<string>;
  readonly support: DiagnosticSupport;
  readonly encoding: Encoding;
  readonly settingsFor: (uri: string, folder: string) => Promise<LintSettings>;
  readonly signal: AbortSignal;
  /** Told of a file that could not be checked for a reason of our own. */
  readonly failed: (error: unknown) => void;
}

/** A report about one file. */
export type FileReport = WorkspaceDocumentDiagnosticReport;

/**
 * One look at all closed `.smtp` files: a report for each, and one for each file that is gone.
 * Nothing is kept: the id of a result says which file and which settings it was made of.
 */
export async function* workspaceRound(options: RoundOptions): AsyncGenerator<FileReport> {
  const { previous, open, signal } = options;
  const seen = new Set<string>();
  for (const { folder, path } of await pathsIn(options)) {
    if (signal.aborted) return;
    const uri = uriBelow(folder, path);
    const key = keyOf(uri);
    if (open.has(key) || seen.has(key)) continue;
    const known = previous.get(key)?.value;
    const report = await reportOf({ uri, folder: folder.uri, known }, options);
    if (report === undefined) continue;
    seen.add(key);
    yield report;
    await setImmediate();
  }
  for (const [key, { uri }] of previous) {
    if (signal.aborted) return;
    if (!seen.has(key) && !open.has(key)) yield { kind: 'full', uri, version: null, items: [] };
  }
}

async function pathsIn({
  folders,
  signal,
}: RoundOptions): Promise<readonly { readonly folder: Folder; readonly path: string }[]> {
  const found: { folder: Folder; path: string }[] = [];
  const walk = { signal, mostNames: MOST_NAMES, unreadable: () => undefined };
  for (const folder of folders) {
    for await (const path of transcriptFiles(folder.path, walk)) {
      if (found.length >= MOST_FILES) return found;
      found.push({ folder, path });
    }
  }
  return found;
}

/** Undefined where the file cannot be read or is too long. */
async function reportOf(
  file: { readonly uri: string; readonly folder: string; readonly known: string | undefined },
  options: RoundOptions,
): Promise<FileReport | undefined> {
  const { uri, folder } = file;
  const { signal, settingsFor } = options;
  const stamp = await fileStampOf(uri, LONGEST_FILE);
  if (stamp === undefined) return undefined;
  const settings = await settingsFor(uri, folder);
  const version = null;
  const resultId = idOf(stamp, settings);
  if (resultId === file.known) return { kind: 'unchanged', uri, version, resultId };
  const read = await readFileOf(uri, signal, LONGEST_FILE);
  if (read === undefined) return undefined;
  const items = await itemsOf(uri, read.octets, { ...options, settings });
  return { kind: 'full', uri, version, resultId: idOf(read.stamp, settings), items };
}

async function itemsOf(
  uri: string,
  octets: Uint8Array,
  options: RoundOptions & { readonly settings: LintSettings },
): Promise<Diagnostic[]> {
  try {
    return [...(await diagnosticsOfFile(uri, octets, options))];
  } catch (error) {
    options.failed(error);
    return [];
  }
}

function idOf(stamp: string, settings: LintSettings): string {
  return createHash('sha256')
    .update(`${stamp}\n${JSON.stringify(settings)}`)
    .digest('base64url')
    .slice(0, 22);
}
