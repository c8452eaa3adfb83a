import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from './command.ts';

/** `lsp`: the language server on standard input and output. */
export const lspCommand: Command = {
  name: 'lsp',
  usage: 'lsp --stdio',
  summary: 'run the language server, for any editor',
  help: ['--stdio              talk over standard input and output (the only way)'],
  options: { stdio: { type: 'boolean' } },
  async run() {
    // The server is a program of its own: it takes over this process.
    const bundled = join(import.meta.dirname, 'server.js');
    const source = join(import.meta.dirname, '../lsp/main.ts');
    await import(pathToFileURL(existsSync(bundled) ? bundled : source).href);
    return new Promise<number>(() => undefined);
  },
};
