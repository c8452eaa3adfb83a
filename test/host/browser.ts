/** The browser that shows a served VS Code. */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Starts the browser without a window; whoever calls this closes it. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  // Chromium refuses to run as root with its sandbox, and containers often cannot have one.
  const sandbox = process.getuid?.() === 0 || process.env['CI'] ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath,
    args: [...QUIET, ...sandbox],
    // The caller ends the server as well, so it must be the one to handle signals.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    timeout: 60_000,
  });
}
