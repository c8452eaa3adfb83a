import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { dialectRegistry, ruleRegistry } from './genRegistries.ts';

const root = join(import.meta.dirname, '..');
const checkOnly = process.argv.includes('--check');

/** Generated files: path to source. The registries come first, since the rest imports them. */
const generators: readonly [path: string, make: (root: string) => string | Promise<string>][] = [
  ['server/core/rule/registry.ts', ruleRegistry],
  ['server/core/dialect/registry.ts', dialectRegistry],
];

let stale = 0;
for (const [path, make] of generators) {
  const file = join(root, path);
  const options = await resolveConfig(file);
  const text = await format(await make(root), { ...options, filepath: file });
  if (readOr(file) === text) continue;
  stale++;
  if (checkOnly) console.error(`stale: ${path} (npm run gen)`);
  else writeFileSync(file, text);
}
process.exitCode = checkOnly && stale > 0 ? 1 : 0;

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
