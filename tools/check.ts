import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

const PROJECTS = [
  'server/tsconfig.core.json',
  'server/tsconfig.node.json',
  'server/tsconfig.lsp.json',
  'client/tsconfig.json',
  'test/tsconfig.json',
  'tools/tsconfig.json',
];

/** `npm run check`: everything that has to hold before a change lands. */
const steps: readonly [what: string, command: string, args: readonly string[]][] = [
  ['generated files', process.execPath, ['tools/gen.ts', '--check']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['lint', bin('eslint'), ['.']],
  ...PROJECTS.map((project): [string, string, string[]] => [
    `types: ${project}`,
    bin('tsc'),
    ['-p', project],
  ]),
  ['boundaries', process.execPath, ['tools/boundaries.ts']],
  ['real servers', 'npm', ['run', '--silent', 'test:servers']],
  ['tests', 'npm', ['test']],
];

for (const [what, command, args] of steps) {
  console.log(`\n== ${what}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`failed: ${what}`);
    process.exit(status ?? 1);
  }
}
