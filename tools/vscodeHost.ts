/**
 * Chooses the VS Code that tests run in: a desktop one where it can open a window, else the
 * VS Code of code-server in a browser. Says in one line each what it tried and could not have.
 */
import { downloadedDesktop, findInstalledDesktop } from './vscodeDesktop.ts';
import { prepareServed } from './vscodeServed.ts';
import type { ServedVscode, SetUp } from './vscodeServed.ts';

/** A VS Code to run in, or what this machine lacks for one (each item says how to get it). */
export type VscodeHost =
  | { readonly kind: 'desktop'; readonly executable: string }
  | ({ readonly kind: 'served' } & ServedVscode)
  | { readonly kind: 'missing'; readonly lacks: readonly string[] };

/** Where to look and how far to go. */
export interface HostSearch {
  /** The project's folder. */
  readonly root: string;
  readonly setUp: SetUp;
  /** Receives progress, one line a call. */
  readonly say: (line: string) => void;
}

/** Finds a VS Code to test in; it never throws for something that is merely absent. */
export async function findHost(search: HostSearch): Promise<VscodeHost> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named) return { kind: 'desktop', executable: named };
  if (canOpenWindows()) {
    const executable = (await downloadedDesktop(search)) ?? findInstalledDesktop();
    if (executable) return { kind: 'desktop', executable };
  } else {
    search.say('vscode: no display for a desktop VS Code, so it is served to a browser.');
  }
  return prepareServed({ ...search, browser: 'needed' });
}

/** Whether a desktop program can show a window here. */
export function canOpenWindows(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Whether this run must not skip anything. */
export function isCi(): boolean {
  return /^(1|true)$/i.test(process.env['CI'] ?? '');
}

/**
 * Says what is missing and what that means; sets the exit code: a skip is a failure under CI,
 * visible and harmless on a person's machine.
 */
export function reportSkip(what: string, lacks: readonly string[]): void {
  for (const lack of lacks) console.log(`  missing: ${lack}`);
  console.log(`${what}: skipped, because this machine lacks what is named above`);
  if (isCi()) {
    console.log(`${what}: a skip counts as a failure here (CI is set)`);
    process.exitCode = 1;
  }
}
