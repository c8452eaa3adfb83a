// npm test: sets up what the tests need and runs all of them, those inside VS Code included.
import { ensurePackages, run } from './bootstrap.mjs';

ensurePackages();
run('node', ['tools/runTests.ts', ...process.argv.slice(2)]);
