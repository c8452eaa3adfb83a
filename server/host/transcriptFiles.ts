import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How to walk a folder. */
export interface WalkOptions {
  /** Told of a folder or file that cannot be read; may throw, which ends the walk. */
  readonly unreadable: (path: string, error: unknown) => void;
  /** Ends the walk where it is aborted. */
  readonly signal?: AbortSignal;
  /** Ends the walk after so many names. */
  readonly mostNames?: number;
}

/** Nobody writes transcripts there, and there is much of it. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * The `.smtp` files below a folder, in the order of their names. Links to files count, links to
 * folders do not: they could go in a circle.
 */
export async function* transcriptFiles(
  folder: string,
  options: WalkOptions,
): AsyncGenerator<string> {
  const walk = { ...options, left: options.mostNames ?? Infinity };
  yield* below(folder, walk);
}

async function* below(
  folder: string,
  walk: WalkOptions & { left: number },
): AsyncGenerator<string> {
  for (const entry of await entriesOf(folder, walk)) {
    if (walk.signal?.aborted === true || walk.left-- <= 0) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* below(path, walk);
    else if (entry.name.endsWith('.smtp') && (await isFile(path, entry, walk))) yield path;
  }
}

async function entriesOf(folder: string, { unreadable }: WalkOptions): Promise<readonly Entry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    unreadable(folder, error);
    return [];
  }
}

interface Entry {
  readonly name: string;
  isDirectory(): boolean;
  isFile(): boolean;
}

/** A link that leads nowhere is none: editors lock files with such links. */
async function isFile(path: string, entry: Entry, { unreadable }: WalkOptions): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (entry.isFile()) unreadable(path, error);
    return false;
  }
}
