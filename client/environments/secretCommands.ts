import { window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Dialogs } from '../dialogs.ts';
import { countOf, withoutIcons } from '../words.ts';
import { environmentItem } from './chooseEnvironment.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';
import type { Environments } from './environments.ts';
import { askSecret } from './inputAsker.ts';
import { secretKeyOf } from './secretStore.ts';
import type { SecretKey, SecretStore } from './secretStore.ts';

/** `SMTP: Set Secret…`: stores a secret of an environment. */
export async function setSecret(
  dialogs: Dialogs,
  environments: Environments,
  secrets: SecretStore,
): Promise<void> {
  const choice = await chooseFor(environments);
  const name = choice && (await chooseName(dialogs, choice, secrets));
  if (choice === undefined || name === undefined) return;
  const value = await askSecret(dialogs, name, choice.name);
  if (value === undefined) return;
  await secrets.store(secretKeyOf(choice, name), value);
  const message = `The secret “${name}” for ${choice.name} is in the secret storage of this system.`;
  void window.showInformationMessage(message);
}

/** `SMTP: Forget Secrets…`: removes those the user picks. */
export async function forgetSecrets(secrets: SecretStore): Promise<void> {
  const known = secrets.all();
  if (known.length === 0) {
    void window.showInformationMessage('No secret is stored.');
    return;
  }
  const items = known.map(key => ({ ...secretItem(key), key }));
  const title = 'Which secrets are to be forgotten?';
  const picked = await window.showQuickPick(items, { title, canPickMany: true });
  if (picked === undefined || picked.length === 0) return;
  await secrets.forget(picked.map(({ key }) => key));
  const what = countOf(picked.length, 'secret is', 'secrets are');
  void window.showInformationMessage(`${what} forgotten.`);
}

async function chooseFor(environments: Environments): Promise<EnvironmentChoice | undefined> {
  const choices = await environments.all();
  const { current } = environments;
  const ordered = [current, ...choices.filter(({ id }) => id !== current.id)];
  const items = ordered.map(choice => environmentItem(choice, choice.id === current.id));
  const picked = await window.showQuickPick(items, { title: 'A secret of which environment?' });
  return picked?.choice;
}

async function chooseName(
  dialogs: Dialogs,
  choice: EnvironmentChoice,
  secrets: SecretStore,
): Promise<string | undefined> {
  const { name, environment } = choice;
  const known = secrets.all().filter(key => key.environment === name);
  const names = new Set([
    environment?.secret ?? 'password',
    ...Object.keys(environment?.secrets ?? {}),
    ...known.map(({ secret }) => secret),
  ]);
  const other = { label: '$(edit) Another name…', secret: undefined };
  const items = [...names].map(secret => ({ label: `$(key) ${withoutIcons(secret)}`, secret }));
  const picked = await window.showQuickPick([...items, other], { title: 'Which secret?' });
  return picked === other ? askName(dialogs) : picked?.secret;
}

function askName(dialogs: Dialogs): Promise<string | undefined> {
  return dialogs.input({
    title: 'Name of the secret',
    prompt: 'As transcripts write it: {{name}}, or secret=name in # @auth',
    validateInput: value =>
      /^[A-Za-z_][\w.-]{0,59}$/.test(value)
        ? undefined
        : 'A name begins with a letter and holds letters, digits, ".", "_" and "-".',
  });
}

function secretItem({ environment, place, secret }: SecretKey): QuickPickItem {
  const description = `${withoutIcons(environment)}, ${withoutIcons(place)}`;
  return { label: `$(key) ${withoutIcons(secret)}`, description };
}
