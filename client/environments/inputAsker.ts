import { QuickPickItemKind, window } from 'vscode';
import type { Memento, QuickPickItem } from 'vscode';
import type { ReplayPlan, RunInputs } from '../../server/protocol/replay.ts';
import type { Dialogs } from '../dialogs.ts';
import { withoutIcons } from '../words.ts';
import { isReceiver, placeOf } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';
import { inputNeeds } from './inputNeeds.ts';
import type { SecretNeed } from './inputNeeds.ts';
import { secretKeyOf } from './secretStore.ts';
import type { SecretStore } from './secretStore.ts';

/** The user gave up. */
class GivenUp extends Error {}

/** A question of several, for its title. */
interface Asked {
  readonly name: string;
  readonly title: string;
}

const AGREED = 'smtpTranscript.agreedVariables';

/**
 * Asks for what a run needs and nobody has said: variables, whose last values are offered again
 * until the window closes, and secrets, which are kept only where the user says so.
 */
export class InputAsker {
  readonly #secrets: SecretStore;
  readonly #agreed: Memento;
  readonly #dialogs: Dialogs;
  readonly #last = new Map<string, string>();

  /** `agreed` keeps which environment variables may go to which server in this workspace. */
  constructor(secrets: SecretStore, agreed: Memento, dialogs: Dialogs) {
    this.#secrets = secrets;
    this.#agreed = agreed;
    this.#dialogs = dialogs;
  }

  /** Undefined where the user gave up. */
  async inputsFor(
    plans: readonly ReplayPlan[],
    choice: EnvironmentChoice | undefined,
  ): Promise<RunInputs | undefined> {
    const needs = inputNeeds(plans, choice?.environment ?? null);
    const where = choice === undefined ? '' : ` for ${choice.name}`;
    const count = needs.missing.length;
    try {
      const values = new Map(Object.entries(needs.values));
      for (const [at, name] of needs.missing.entries()) {
        const title = `${name}${where}${count > 1 ? ` (${String(at + 1)} of ${String(count)})` : ''}`;
        values.set(name, await this.#value({ name, title }, choice));
      }
      const secrets = new Map<string, string>();
      for (const need of needs.secrets) secrets.set(need.name, await this.#secret(need, choice));
      return { values: Object.fromEntries(values), secrets: Object.fromEntries(secrets) };
    } catch (error) {
      if (error instanceof GivenUp) return undefined;
      throw error;
    }
  }

  async #value({ name, title }: Asked, choice: EnvironmentChoice | undefined): Promise<string> {
    const key = `${choice?.id ?? ''} ${name}`;
    const value = await this.#dialogs.input({
      title,
      prompt: `The value of {{${name}}} in this replay`,
      value: this.#last.get(key) ?? '',
      ignoreFocusOut: true,
    });
    if (value === undefined) throw new GivenUp();
    this.#last.set(key, value);
    return value;
  }

  async #secret(need: SecretNeed, choice: EnvironmentChoice | undefined): Promise<string> {
    // What was given for one server must not go to another that nobody named.
    if (choice === undefined) return this.#ask(need.name, '');
    const key = secretKeyOf(choice, need.storedAs);
    const known = await this.#secrets.get(key);
    if (known !== undefined) return known;
    const own = process.env[need.variable] ?? '';
    if (own !== '' && (await this.#mayUse(need, choice))) return own;
    const value = await this.#ask(need.storedAs, choice.name);
    switch (await askHowLong(need.storedAs, choice)) {
      case 'window':
        this.#secrets.keep(key, value);
        break;
      case 'stored':
        await this.#secrets.store(key, value);
        break;
      case 'run':
    }
    return value;
  }

  /** Who writes an environment names a server and a variable: the user says whether that is right. */
  async #mayUse({ name, variable }: SecretNeed, choice: EnvironmentChoice): Promise<boolean> {
    if (isReceiver(choice)) return true;
    const place = placeOf(choice);
    const key = JSON.stringify([variable, choice.id, place]);
    const agreed = this.#agreed.get<readonly string[]>(AGREED, []);
    if (agreed.includes(key)) return true;
    const agrees = await this.#dialogs.confirm({
      message: `Send the environment variable ${variable} to ${place}?`,
      detail: `The environment “${choice.name}” takes the secret “${name}” from this variable of the machine that connects. You are asked once for this server in this workspace.`,
      button: 'Send It',
    });
    if (!agrees) throw new GivenUp();
    await this.#agreed.update(AGREED, [...agreed, key]);
    return true;
  }

  async #ask(name: string, environment: string): Promise<string> {
    const value = await askSecret(this.#dialogs, name, environment);
    if (value === undefined) throw new GivenUp();
    return value;
  }
}

/** Asks for a secret, hidden; undefined where the user gave up. */
export function askSecret(
  dialogs: Dialogs,
  name: string,
  environment: string,
): Promise<string | undefined> {
  return dialogs.input({
    title: environment === '' ? name : `${name} for ${environment}`,
    prompt: `The secret “${name}”: it is sent, and shown nowhere`,
    password: true,
    ignoreFocusOut: true,
    validateInput: value => (value === '' ? 'A secret has at least one character.' : undefined),
  });
}

type HowLong = 'run' | 'window' | 'stored';

async function askHowLong(name: string, choice: EnvironmentChoice): Promise<HowLong> {
  const items: (QuickPickItem & { readonly long: HowLong })[] = [
    { label: '$(play) Use it for this run only', long: 'run' },
    { label: '$(window) Keep it until this window closes', long: 'window' },
    { label: '', kind: QuickPickItemKind.Separator, long: 'run' },
    {
      label: '$(lock) Remember it',
      description: 'in the secret storage of this system',
      detail: `For “${withoutIcons(choice.name)}” at ${withoutIcons(placeOf(choice))} only. SMTP: Forget Secrets… removes it.`,
      long: 'stored',
    },
  ];
  const title = `Keep the secret “${name}”?`;
  const picked = await window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (picked === undefined) throw new GivenUp();
  return picked.long;
}
