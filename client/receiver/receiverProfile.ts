import { workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { ReceiverProfile } from '../../server/protocol/engine.ts';
import { SECTION } from '../parts.ts';

/** The embedded receiver as the settings want it; what is no text in a list is passed over. */
export function receiverProfile(storage: Uri, scope?: Uri): ReceiverProfile {
  const settings = workspace.getConfiguration(SECTION, scope ?? null);
  return {
    storage: storage.fsPath,
    domains: textsOf(settings.get<unknown>('receiver.domains')),
    users: textsOf(settings.get<unknown>('receiver.users')),
  };
}

function textsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const entries: readonly unknown[] = value;
  return entries.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
}
