import { commands, Disposable } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { guarded } from '../guarded.ts';
import type { Parts } from '../parts.ts';
import { Environments } from './environments.ts';
import { createEnvironmentsFile } from './environmentsFile.ts';
import { forgetSecrets, setSecret } from './secretCommands.ts';
import { SecretStore } from './secretStore.ts';
import { registerStatusItem } from './statusItem.ts';

/** What the environments keep between windows. */
export type Kept = Pick<ExtensionContext, 'secrets' | 'globalState' | 'workspaceState'>;

/** An environment as other extensions see it: they get neither its variables nor its secrets. */
export interface EnvironmentEntry {
  readonly name: string;
  readonly isCurrent: boolean;
}

/** The environments with their status bar item and their commands. */
export function register(
  { language, output, dialogs }: Pick<Parts, 'language' | 'output' | 'dialogs'>,
  { secrets, globalState, workspaceState }: Kept,
): {
  readonly environments: Environments;
  readonly entries: () => Promise<readonly EnvironmentEntry[]>;
  readonly disposable: Disposable;
} {
  const store = new SecretStore(secrets, globalState);
  const environments = new Environments({
    language,
    output,
    dialogs,
    secrets: store,
    state: workspaceState,
  });
  const command = (id: string, what: string, work: (given: unknown) => Promise<void>): Disposable =>
    commands.registerCommand(`smtpTranscript.${id}`, guarded(output, what, work));
  const disposable = Disposable.from(
    environments,
    registerStatusItem(environments),
    command('chooseEnvironment', 'The environments could not be listed', given =>
      typeof given === 'string' ? chooseByName(environments, given) : environments.choose(),
    ),
    command('createEnvironmentsFile', 'The environments file could not be made', () =>
      createEnvironmentsFile(),
    ),
    command('setSecret', 'The secret could not be stored', () =>
      setSecret(dialogs, environments, store),
    ),
    command('forgetSecrets', 'The secrets could not be forgotten', () => forgetSecrets(store)),
  );
  const entries = async (): Promise<readonly EnvironmentEntry[]> => {
    const choices = await environments.all();
    const { id: current } = environments.current;
    return choices.map(({ id, name }) => ({ name, isCurrent: id === current }));
  };
  return { environments, entries, disposable };
}

/** For key bindings: the environment of this name, the first where several have it. */
async function chooseByName(environments: Environments, name: string): Promise<void> {
  const choice = (await environments.all()).find(each => each.name === name);
  if (choice === undefined) throw new Error(`there is no environment "${name}".`);
  await environments.use(choice);
}
