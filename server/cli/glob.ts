import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import { matchesName, withoutBraces } from '../core/config/globMatch.ts';

/**
 * The files and folders a glob stands for (`*`, `?`, `[…]`, `{a,b}`, and `**` for folders at any
 * depth), sorted. Folders that cannot be read match nothing; `**` follows no links, and enters
 * neither hidden folders nor `node_modules`. Node's own glob needs Node 22.
 */
export async function glob(pattern: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const one of withoutBraces(sep === '/' ? pattern : pattern.replaceAll(sep, '/'))) {
    const named = one.split('/').filter(part => part !== '' && part !== '.');
    const parts = named.filter((part, at) => part !== '**' || named[at - 1] !== '**');
    await search(isAbsolute(one) ? '/' : '', parts, found);
  }
  return [...found].sort();
}

async function search(folder: string, parts: readonly string[], found: Set<string>): Promise<void> {
  const [part, ...rest] = parts;
  if (part === undefined) {
    if (folder !== '' && (await stat(folder).catch(() => undefined))) found.add(folder);
  } else if (part === '**') {
    await search(folder, rest, found);
    for (const inner of await entriesOf(folder)) {
      const skipped = inner.name.startsWith('.') || inner.name === 'node_modules';
      if (inner.isDirectory() && !skipped) await search(join(folder, inner.name), parts, found);
    }
  } else if (/[*?[]/.test(part)) {
    for (const entry of await entriesOf(folder)) {
      if (!matchesName(entry.name, part)) continue;
      // It is there, even where nothing opens by that name.
      if (rest.length === 0 && entry.isFile()) found.add(join(folder, entry.name));
      else await search(join(folder, entry.name), rest, found);
    }
  } else await search(join(folder, part), rest, found);
}

function entriesOf(folder: string) {
  return readdir(folder === '' ? '.' : folder, { withFileTypes: true }).catch(() => []);
}
