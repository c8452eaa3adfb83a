import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const SOURCES = {
  cli: 'server/cli/main.ts',
  server: 'server/lsp/main.ts',
  engine: 'server/engine/main.ts',
} as const;

/**
 * The file to run a program from: its source, or what was built of it where the whole suite runs,
 * which starts in half the time and is what ships.
 */
export function programOf(name: keyof typeof SOURCES): string {
  const built = process.env['SMTP_TRANSCRIPT_BUILT'] === 'true';
  return join(root, built ? `dist/${name}.js` : SOURCES[name]);
}
