/** A throw-away VS Code profile: folders in the system's temporary folder, and the settings. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders that live as long as one VS Code does. */
export interface Profile {
  readonly userData: string;
  readonly extensions: string;
  /** For temporary files of VS Code and of the extension. */
  readonly temporary: string;
  /** Removes all of it; also done when the process ends. */
  readonly remove: () => void;
}

/** User settings by their full names. */
export type Settings = Readonly<Record<string, unknown>>;

/** Quiet: nothing that asks, offers, updates or looks for something on the network. */
const QUIET: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Makes a profile whose settings are the quiet ones, then those given. */
export function createProfile(settings: Settings): Profile {
  const base = mkdtempSync(join(tmpdir(), 'smtp-host-'));
  const remove = (): void => {
    process.removeListener('exit', remove);
    rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', remove);
  const folder = (name: string): string => {
    mkdirSync(join(base, name));
    return join(base, name);
  };
  const userData = folder('user');
  writeSettings(userData, settings);
  return { userData, extensions: folder('extensions'), temporary: folder('tmp'), remove };
}

/** Writes the user settings into a user data folder. */
export function writeSettings(userData: string, settings: Settings): void {
  mkdirSync(join(userData, 'User'), { recursive: true });
  const text = JSON.stringify({ ...QUIET, ...settings }, null, 2);
  writeFileSync(join(userData, 'User', 'settings.json'), text);
}

/** The settings in the environment variable SMTP_HOST_SETTINGS, a JSON object. */
export function settingsOfEnvironment(): Settings {
  const text = process.env['SMTP_HOST_SETTINGS'];
  if (!text) return {};
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error('SMTP_HOST_SETTINGS must be a JSON object of settings');
}
