import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run bench:replay -- [--messages N] [--rounds N]`: messages a second into Postfix's smtp-sink,
 * every contestant in turn in each round, so that the ratios hold where the figures drift.
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '9' },
  },
});
const cache = join(import.meta.dirname, '../../../node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'bench-replay-'));
try {
  const outfile = join(folder, 'measure.mjs');
  // Bundled, as it is shipped.
  buildSync({
    entryPoints: [join(import.meta.dirname, 'measure.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    packages: 'external',
    logLevel: 'error',
  });
  const rounds = String(Math.max(7, Number(values.rounds)));
  execFileSync(process.execPath, [outfile, values.messages, rounds], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}
