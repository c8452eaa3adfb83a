import { workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { MatchPolicy } from '../../server/protocol/replay.ts';
import { SECTION } from '../parts.ts';

const POLICIES: readonly string[] = ['exact', 'enhanced', 'code', 'class'];

/** How the user wants replays to wait and compare; what the settings do not say is absent. */
export function replaySettings(uri: Uri): { match?: MatchPolicy; timeoutMs?: number } {
  const settings = workspace.getConfiguration(SECTION, uri);
  const match = settings.get<unknown>('replay.match');
  const seconds = settings.get<unknown>('replay.timeout');
  return {
    ...(isPolicy(match) && { match }),
    ...(typeof seconds === 'number' && seconds > 0 && { timeoutMs: Math.round(seconds * 1000) }),
  };
}

function isPolicy(value: unknown): value is MatchPolicy {
  return typeof value === 'string' && POLICIES.includes(value);
}
