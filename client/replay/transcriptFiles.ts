import { FileType, RelativePattern, Uri, workspace } from 'vscode';

/** Transcripts of one run; a folder can hold more, and then it says so. */
const MOST = 1000;

/** The transcripts that files and folders of the explorer mean, each once, by name. */
export async function transcriptFiles(
  chosen: readonly Uri[],
): Promise<{ readonly files: readonly Uri[]; readonly more: boolean }> {
  const found = new Map<string, Uri>();
  for (const uri of chosen) {
    for (const file of await filesAt(uri)) found.set(file.toString(), file);
  }
  const files = [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files: files.slice(0, MOST), more: files.length > MOST };
}

async function filesAt(uri: Uri): Promise<readonly Uri[]> {
  const { type } = await workspace.fs.stat(uri);
  if ((type & FileType.Directory) === 0) return [uri];
  return workspace.findFiles(new RelativePattern(uri, '**/*.smtp'), undefined, MOST + 1);
}

/** What the explorer hands to a command: the one under the pointer, and all that are selected. */
export function explorerUris(one: unknown, all: unknown): readonly Uri[] {
  const many: readonly unknown[] = Array.isArray(all) ? all : [];
  const uris = many.filter(isUri);
  if (uris.length > 0) return uris;
  return isUri(one) ? [one] : [];
}

function isUri(value: unknown): value is Uri {
  return value instanceof Uri;
}
