/** Bundles the host tests for the extension host: one CommonJS file for each test file. */
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = resolve(here, '..', '..');

/**
 * Builds into `dist/test/host` and returns the path of the entry, `index.js`.
 * @returns {Promise<string>}
 */
export async function buildHostTests() {
  const outdir = join(root, 'dist', 'test', 'host');
  rmSync(outdir, { recursive: true, force: true });
  const suites = readdirSync(join(here, 'suite')).filter(name => name.endsWith('.test.ts'));
  await build({
    entryPoints: [join(here, 'index.ts'), ...suites.map(name => join(here, 'suite', name))],
    outbase: here,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    // Mocha must be the one copy that the entry also uses.
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}

if (import.meta.main) await buildHostTests();
