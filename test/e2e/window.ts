/** A VS Code window in a browser, with the extension in it, for scripts that look and click. */
import { cpSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { ServedVscode } from '../../tools/vscodeServed.ts';
import { startServer } from '../../tools/vscodeServer.ts';
import { launchBrowser } from '../host/browser.ts';
import { installVsix } from '../host/installVsix.ts';
import { createProfile } from '../host/profile.ts';
import type { Settings } from '../host/profile.ts';

/** The two themes in which everything is looked at. */
export type Theme = 'dark' | 'light';

/** What to open. */
export interface WindowOptions {
  readonly served: ServedVscode;
  /** Folder of the extension in development, or its packaged `.vsix` file. */
  readonly extension: string;
  /** Folder whose copy is opened, so that nothing done in the window changes it. */
  readonly workspace: string;
  readonly theme: Theme;
  readonly settings?: Settings;
  /** Size of the window in CSS pixels; pictures have two pixels for each. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** An open window. */
export interface EditorWindow {
  /** For whatever the other members do not cover. */
  readonly page: Page;
  /** The folder that is open: the copy of the workspace. */
  readonly folder: string;
  /** Opens a file of the workspace through quick open. */
  readonly openFile: (path: string) => Promise<void>;
  /** Runs a command by its title in the palette, such as `View: Show Problems`. */
  readonly runCommand: (title: string) => Promise<void>;
  /** Waits until the text can be seen; rejects after twenty seconds. */
  readonly waitForText: (text: string) => Promise<void>;
  /** Saves a picture as `screens/<name>.png` of the current directory; returns its path. */
  readonly screenshot: (name: string) => Promise<string>;
  /** Ends the browser and the server, and removes their folders. */
  readonly close: () => Promise<void>;
}

const SEEN_LIMIT_MS = 20_000;
const LOAD_LIMIT_MS = 60_000;
const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' } as const;

/** Opens a window and waits until it can be used. */
export async function openWindow(options: WindowOptions): Promise<EditorWindow> {
  const cleanUps: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  };
  try {
    const { page, folder } = await start(options, cleanUps);
    return { page, folder, close, ...actionsOf(page) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: WindowOptions,
  cleanUps: (() => Promise<void> | void)[],
): Promise<{ page: Page; folder: string }> {
  const profile = createProfile({ ...settingsOf(options.theme), ...options.settings });
  cleanUps.push(profile.remove);
  const folder = join(profile.temporary, basename(resolve(options.workspace)));
  cpSync(options.workspace, folder, { recursive: true });
  const packaged = options.extension.endsWith('.vsix');
  if (packaged) await installVsix(options.served.server, profile, options.extension);
  const server = await startServer({ ...profile, server: options.served.server });
  cleanUps.push(server.stop);
  const browser = await launchBrowser(options.served.browser);
  cleanUps.push(() => browser.close());
  const page = await browser.newPage({
    viewport: options.size ?? { width: 1280, height: 800 },
    deviceScaleFactor: 2,
    colorScheme: options.theme,
  });
  page.setDefaultTimeout(SEEN_LIMIT_MS);
  const development = packaged ? {} : { extension: options.extension };
  const address = server.address({ folder, ...development });
  await page.goto(address, { timeout: LOAD_LIMIT_MS });
  // The explorer shows the folder once the connection to the extension host stands.
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({
    timeout: LOAD_LIMIT_MS,
  });
  return { page, folder };
}

function settingsOf(theme: Theme): Settings {
  return {
    'workbench.colorTheme': THEMES[theme],
    'window.autoDetectColorScheme': false,
    'editor.minimap.enabled': false,
    'editor.cursorBlinking': 'solid',
    'editor.occurrencesHighlight': 'off',
    'window.commandCenter': false,
    'workbench.reduceMotion': 'on',
    'window.title': '${dirty}${activeEditorShort}${separator}${rootName}',
  };
}

function actionsOf(
  page: Page,
): Pick<EditorWindow, 'openFile' | 'runCommand' | 'waitForText' | 'screenshot'> {
  return {
    openFile: async path => {
      await pick(page, path);
      const name = basename(path);
      await page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
    },
    runCommand: title => pick(page, `>${title}`),
    waitForText: async text => {
      // The editor and lists write their spaces as no-break spaces.
      const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ /g, '\\s'));
      await page.getByText(pattern).filter({ visible: true }).first().waitFor();
    },
    screenshot: async name => {
      mkdirSync('screens', { recursive: true });
      const path = resolve('screens', `${name}.png`);
      await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      return path;
    },
  };
}

/** Types into quick open (`>` makes it the palette) and takes the first row that matches. */
async function pick(page: Page, text: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  await page.keyboard.press('F1');
  await widget.waitFor();
  await widget.locator('input').first().fill(text);
  const wanted = text.startsWith('>') ? text.slice(1) : basename(text);
  const row = widget.locator('.quick-input-list .monaco-list-row', { hasText: wanted }).first();
  await row.waitFor();
  await row.click();
}
