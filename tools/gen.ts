import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { dialectRegistry, ruleRegistry } from './genRegistries.ts';

const root = join(import.meta.dirname, '..');
const checkOnly = process.argv.includes('--check');
let stale = 0;

// The registries first: what follows imports them.
await generate('server/core/rule/registry.ts', ruleRegistry(root));
await generate('server/core/dialect/registry.ts', dialectRegistry(root));

const { dialectPage, rulePages } = await import('./genDocs.ts');
await generate('docs/dialects.md', dialectPage());
const { configSchema } = await import('./genSchema.ts');
await generate('schemas/smtp-transcript.schema.json', JSON.stringify(configSchema()));
const { environmentSchema } = await import('./genEnvironmentSchema.ts');
await generate('schemas/smtp-transcript.env.schema.json', JSON.stringify(environmentSchema()));
const pages = rulePages();
for (const [path, text] of pages) await generate(path, text);
// The mutation test writes its own page.
removeOthers('docs/rules', new Set([...pages.map(([path]) => basename(path)), 'mutations.md']));

process.exitCode = checkOnly && stale > 0 ? 1 : 0;

/** Writes a generated file, or with --check complains where it is not what it should be. */
async function generate(path: string, source: string): Promise<void> {
  const file = join(root, path);
  const options = await resolveConfig(file);
  const text = path.endsWith('.md') ? source : await format(source, { ...options, filepath: file });
  if (readOr(file) === text) return;
  complain(path);
  if (checkOnly) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function removeOthers(folder: string, kept: ReadonlySet<string>): void {
  for (const file of readdirSync(join(root, folder))) {
    if (kept.has(file)) continue;
    complain(join(folder, file));
    if (!checkOnly) rmSync(join(root, folder, file));
  }
}

function complain(path: string): void {
  stale++;
  if (checkOnly) console.error(`stale: ${path} (npm run gen)`);
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
