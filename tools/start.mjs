// npm start: install, build, and the main job on the examples.
import { ensurePackages, root, run, statusOf } from './bootstrap.mjs';
import { join } from 'node:path';

const color = process.stdout.isTTY && !process.env.NO_COLOR ? 'always' : 'auto';

ensurePackages();
run('node', ['tools/build.mjs']);
const cli = join(root, 'dist/cli.js');
console.log('\nChecking the examples (one of them breaks off on purpose):\n');
statusOf('node', [cli, 'lint', '--color', color, 'examples']);
console.log('\nReplaying them live against the embedded receiver on loopback:\n');
const status = statusOf('node', [cli, 'replay', '--color', color, 'examples']);
console.log(
  status === 0
    ? '\nEvery verdict is the expected one.'
    : '\nSome verdict is not the expected one: see above.',
);
console.log('Next: npm run vscode      opens VS Code with the extension and the examples');
console.log('      node dist/cli.js --help   the command line');
process.exit(status);
