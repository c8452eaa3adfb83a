// Bundles what ships: node tools/build.mjs [--development]
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { withoutExamples } from './withoutExamples.mjs';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const development = process.argv.includes('--development');

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: !development,
  sourcemap: development,
  legalComments: 'none',
  // Its main file asks for its parts in a way that no bundler can follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  define: {
    SMTP_TRANSCRIPT_VERSION: JSON.stringify(version),
    'import.meta.dirname': '__dirname',
  },
  logLevel: 'warning',
  metafile: true,
};

const executable = { js: '#!/usr/bin/env node' };

/** smtp-server brings a sample key pair; the receiver makes its own, and no key ships. */
const noSampleKey = {
  name: 'no-sample-key',
  setup(build) {
    build.onLoad({ filter: /smtp-server[\\/]dist[\\/].*tls-options\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const pem = /-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----\s*/g;
      return { contents: source.replace(pem, ''), loader: 'js' };
    });
  },
};

/** Each program and how large it may become, in octets. */
const programs = [
  { entry: 'client/extension.ts', out: 'extension.js', most: 700_000, external: ['vscode'] },
  { entry: 'server/lsp/main.ts', out: 'server.js', most: 1_300_000, banner: executable },
  { entry: 'server/engine/main.ts', out: 'engine.js', most: 900_000 },
  { entry: 'server/cli/main.ts', out: 'cli.js', most: 1_700_000, banner: executable },
];

for (const { out } of programs) rmSync(join(root, 'dist', out), { force: true });
let tooLarge = 0;
const sizes = {};
for (const { entry, out, most, external, banner } of programs) {
  const result = await build({
    ...shared,
    entryPoints: [entry],
    outfile: `dist/${out}`,
    external: external ?? [],
    banner: banner ?? {},
    plugins: [noSampleKey, withoutExamples],
  });
  const octets =
    Object.entries(result.metafile.outputs).find(([file]) => file.endsWith('.js'))?.[1].bytes ?? 0;
  sizes[out] = octets;
  if (!development && octets > most) {
    tooLarge++;
    console.error(`dist/${out}: ${octets} octets, more than ${most}`);
  }
}
writeFileSync(join(root, 'dist/sizes.json'), `${JSON.stringify(sizes, null, 2)}\n`);
if (tooLarge > 0) process.exit(1);
