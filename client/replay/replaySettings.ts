import { workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { ReplayHow } from '../../server/protocol/lsp.ts';
import { SECTION } from '../parts.ts';
import { howOf } from './howOf.ts';

/** How the user wants replays to wait and compare; what the settings do not say is absent. */
export function replaySettings(uri: Uri): ReplayHow {
  const settings = workspace.getConfiguration(SECTION, uri);
  return howOf(name => settings.get<unknown>(`replay.${name}`));
}

/** When the recorded and the actual replies are shown beside each other. */
export function showDiffSetting(uri: Uri): 'never' | 'ask' | 'always' {
  const value = workspace.getConfiguration(SECTION, uri).get<unknown>('replay.showDiff');
  return value === 'never' || value === 'always' ? value : 'ask';
}

/** Runs that are kept; 0 keeps none. */
export function keptRunsSetting(): number {
  const value = workspace.getConfiguration(SECTION).get<unknown>('replay.keepRuns');
  return typeof value === 'number' && value >= 0 ? Math.min(Math.floor(value), 500) : 50;
}
