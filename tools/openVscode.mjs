// npm run vscode [folder]: install, build, and open VS Code with the extension.
import { ensurePackages, run } from './bootstrap.mjs';

ensurePackages();
run('node', ['tools/build.mjs']);
const [folder = 'examples', ...rest] = process.argv.slice(2);
run('node', ['tools/vscode.ts', folder, ...rest]);
