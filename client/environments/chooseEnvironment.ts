import { commands, QuickPickItemKind, Range, Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { EnvironmentTrouble } from '../../server/protocol/lsp.ts';
import { withoutIcons } from '../words.ts';
import { isProduction, placeOf } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';
import type { EnvironmentList } from './environmentLists.ts';

interface Item extends QuickPickItem {
  readonly choice?: EnvironmentChoice;
  readonly act?: () => unknown;
}

/** Asks which environment is meant; undefined where the user gave up or did something else. */
export async function chooseEnvironment(
  { choices, problems }: EnvironmentList,
  current: EnvironmentChoice,
): Promise<EnvironmentChoice | undefined> {
  const items = [
    ...choices.map(choice => environmentItem(choice, choice.id === current.id)),
    separator(),
    ...problems.slice(0, 5).map(problemItem),
    workspace.isTrusted ? createItem() : trustItem(),
  ];
  const title = 'Where do replays go?';
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true });
  await picked?.act?.();
  return picked?.choice;
}

/** The environment as a row of a list. */
export function environmentItem(choice: EnvironmentChoice, isCurrent: boolean): Item {
  const icon =
    choice.environment === null ? 'server-process' : isProduction(choice) ? 'warning' : 'server';
  const place = choice.environment === null ? 'on this machine' : withoutIcons(placeOf(choice));
  const notes = [
    place,
    ...(isProduction(choice) ? ['PRODUCTION'] : []),
    ...(isCurrent ? ['current'] : []),
  ];
  return {
    label: `$(${icon}) ${withoutIcons(choice.name)}`,
    description: notes.join(', '),
    ...originOf(choice),
    choice,
  };
}

function originOf({ source, file }: EnvironmentChoice): { detail?: string } {
  if (file !== null) return { detail: withoutIcons(workspace.asRelativePath(file)) };
  if (source === 'setting') return { detail: 'from the settings' };
  return {};
}

function problemItem({ file, line, column, message }: EnvironmentTrouble): Item {
  const place = file === null ? 'in the settings' : `${workspace.asRelativePath(file)}:${line}`;
  return {
    label: `$(error) ${withoutIcons(message)}`,
    description: withoutIcons(place),
    act: () =>
      file === null
        ? commands.executeCommand('workbench.action.openSettings', 'smtpTranscript.environments')
        : window.showTextDocument(Uri.file(file), { selection: rangeAt(line, column) }),
  };
}

function createItem(): Item {
  return {
    label: '$(add) Edit the environments file…',
    act: () => commands.executeCommand('smtpTranscript.createEnvironmentsFile'),
  };
}

function trustItem(): Item {
  return {
    label: '$(workspace-untrusted) Other servers need a trusted workspace…',
    act: () => commands.executeCommand('workbench.trust.manage'),
  };
}

function separator(): Item {
  return { label: '', kind: QuickPickItemKind.Separator };
}

function rangeAt(line: number, column: number): Range {
  const at = [Math.max(line - 1, 0), Math.max(column - 1, 0)] as const;
  return new Range(...at, ...at);
}
