import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const vsce = join(root, 'node_modules/.bin/vsce');

/** Largest package, in octets. */
const MOST = 2_000_000;

/** What a package holds; anything else was let in by mistake. */
const EXPECTED =
  /^(?:package\.json|README\.md|readme\.md|CHANGELOG\.md|changelog\.md|LICENSE(?:\.txt|\.md)?|dist\/(?:extension|server|engine|cli)\.js|(?:syntaxes|schemas)\/[\w.-]+\.json|images\/[\w.-]+\.(?:png|svg)|examples\/[\w.-]+\.smtp)$/;

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const out = join(root, `smtp-transcript-${version}.vsix`);

run(process.execPath, ['tools/build.mjs']);
const files = run(vsce, ['ls', '--no-dependencies'])
  .split('\n')
  .filter(line => /^[\w./-]+$/.test(line) && line !== '');
const strays = files.filter(file => !EXPECTED.test(file));
run(vsce, ['package', '--no-dependencies', '--out', out]);
const { size } = statSync(out);
console.log(`${out}: ${files.length} files, ${size} octets`);
if (strays.length > 0) console.error(`not meant to ship: ${strays.join(', ')}`);
if (size > MOST) console.error(`larger than ${MOST} octets`);
process.exitCode = strays.length > 0 || size > MOST || files.length === 0 ? 1 : 0;

function run(command: string, args: readonly string[]): string {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (result.status === 0) return result.stdout;
  console.error(result.stdout, result.stderr);
  process.exit(result.status ?? 1);
}
