// Makes the programs in dist/ when the project is installed from its repository: npm runs this
// before it packs what it fetched (a hook of pre-commit, `npm pack git+https://…`).
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

function hasTools() {
  try {
    import.meta.resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}

// A global install from git comes here without what the build needs.
if (!hasTools()) {
  const npm = process.env['npm_execpath'] ?? 'npm';
  const options = ['install', '--no-save', '--include=dev', '--ignore-scripts', '--no-audit'];
  const env = { ...process.env, npm_config_global: 'false', npm_config_location: 'project' };
  // What was allowed on the command line is no option of an install in a project.
  delete env['npm_config_allow_scripts'];
  execFileSync(process.execPath, [npm, ...options], {
    cwd: root,
    env,
    // What is printed here would stand before the name that `npm pack` prints.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
if (process.env['SMTP_TRANSCRIPT_BUILD'] !== 'later') await import('./build.mjs');
