import { Disposable, EventEmitter, window, workspace } from 'vscode';
import type { LogOutputChannel, Memento, Uri } from 'vscode';
import type { ReplayPlan, RunInputs } from '../../server/protocol/replay.ts';
import type { Dialogs } from '../dialogs.ts';
import type { Language } from '../languageClient/language.ts';
import { ENVIRONMENTS_PATTERN, SECTION } from '../parts.ts';
import type { ChosenTarget } from '../replay/chosenTarget.ts';
import { wordsOf } from '../words.ts';
import { chooseEnvironment } from './chooseEnvironment.ts';
import { placeOf, RECEIVER_ENVIRONMENT } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';
import { environmentsAt, ONLY_RECEIVER, placesOfWindow } from './environmentLists.ts';
import type { EnvironmentList } from './environmentLists.ts';
import { environmentTarget } from './environmentTarget.ts';
import { InputAsker } from './inputAsker.ts';
import { readPem } from './readPem.ts';
import { RememberedChoice } from './rememberedChoice.ts';
import type { SecretStore } from './secretStore.ts';

/** What the environments are made from. */
export interface EnvironmentSources {
  readonly language: Language;
  readonly output: LogOutputChannel;
  readonly dialogs: Dialogs;
  readonly secrets: SecretStore;
  /** Of the workspace. */
  readonly state: Memento;
}

/** Changes that come together are one. */
const DELAY_MS = 150;

/** The environments of this window: what there is, which is the current one, and what it gives. */
export class Environments {
  readonly #sources: EnvironmentSources;
  readonly #changed = new EventEmitter<void>();
  readonly #remembered: RememberedChoice;
  readonly #asker: InputAsker;
  readonly #disposable: Disposable;
  #current = RECEIVER_ENVIRONMENT;
  #list: Promise<EnvironmentList> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #toldOf = '';
  /** The current one, or what can be chosen, changed; `all` answers anew. */
  readonly onDidChange = this.#changed.event;

  constructor(sources: EnvironmentSources) {
    this.#sources = sources;
    this.#remembered = new RememberedChoice(sources.state);
    this.#asker = new InputAsker(sources.secrets, sources.state, sources.dialogs);
    const watcher = workspace.createFileSystemWatcher(ENVIRONMENTS_PATTERN);
    const again = (): void => this.#soon();
    this.#disposable = Disposable.from(
      this.#changed,
      watcher,
      watcher.onDidCreate(again),
      watcher.onDidChange(again),
      watcher.onDidDelete(again),
      sources.language.onReady(again),
      workspace.onDidChangeWorkspaceFolders(again),
      workspace.onDidGrantWorkspaceTrust(again),
      workspace.onDidChangeConfiguration(event => {
        const names = ['environments', 'targets'].map(name => `${SECTION}.${name}`);
        if (names.some(name => event.affectsConfiguration(name))) again();
      }),
      { dispose: () => clearTimeout(this.#timer) },
    );
  }

  /** Where runs go that name no other target; known for certain once `all` has answered. */
  get current(): EnvironmentChoice {
    return this.#current;
  }

  /**
   * What can be chosen, the receiver first: what holds for this file, or for the window. Never
   * rejects: without an answer there is the receiver.
   */
  async all(uri?: Uri): Promise<readonly EnvironmentChoice[]> {
    return (await this.list(uri)).choices;
  }

  /** The same with what is wrong in the files. */
  async list(uri?: Uri): Promise<EnvironmentList> {
    const window = await (this.#list ??= this.#load());
    if (uri?.scheme !== 'file' || !workspace.isTrusted) return window;
    return this.#read([uri]);
  }

  /** Asks which is to be the current one. */
  async choose(): Promise<void> {
    const chosen = await chooseEnvironment(await this.list(), this.#current);
    if (chosen !== undefined) await this.use(chosen);
  }

  /** Makes it the current one, also the next time this workspace is opened. */
  async use(choice: EnvironmentChoice): Promise<void> {
    await this.#remembered.remember(choice);
    this.#current = choice;
    this.#changed.fire();
  }

  /** Where it goes, its certificates read. Rejects in words. Asks for no consent. */
  async targetOf(choice: EnvironmentChoice): Promise<ChosenTarget> {
    return environmentTarget(choice, readPem);
  }

  /**
   * Variables and secrets of these plans: the environment's, and what the user is asked for.
   * Undefined where they gave up. `choice` undefined: a server that is no environment.
   */
  async inputsFor(
    plans: readonly ReplayPlan[],
    choice: EnvironmentChoice | undefined,
  ): Promise<RunInputs | undefined> {
    return this.#asker.inputsFor(plans, choice);
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    // Nobody asked yet: to look now would start the language server for nothing.
    if (this.#list === undefined) return;
    this.#timer = setTimeout(() => {
      this.#list = this.#load();
      void this.#list.then(() => this.#changed.fire());
    }, DELAY_MS);
  }

  async #load(): Promise<EnvironmentList> {
    if (!workspace.isTrusted) {
      this.#current = RECEIVER_ENVIRONMENT;
      return ONLY_RECEIVER;
    }
    const list = await this.#read(await placesOfWindow(this.#remembered.file));
    this.#settle(list);
    return list;
  }

  async #read(places: readonly (Uri | null)[]): Promise<EnvironmentList> {
    try {
      return await environmentsAt(this.#sources.language, places);
    } catch (error) {
      this.#sources.output.error(`The environments could not be read: ${wordsOf(error)}`);
      return ONLY_RECEIVER;
    }
  }

  #settle({ choices }: EnvironmentList): void {
    const before = this.#current;
    const recalled = this.#remembered.recall(choices);
    this.#current = recalled.kind === 'found' ? recalled.choice : RECEIVER_ENVIRONMENT;
    if (recalled.kind === 'moved') this.#tellMoved(recalled.choice, recalled.before);
    if (before.id !== this.#current.id) this.#changed.fire();
  }

  #tellMoved(choice: EnvironmentChoice, before: string): void {
    const message = `The environment “${choice.name}” goes to ${placeOf(choice)} now; it was ${before} when you chose it. Replays go to the embedded receiver until you choose again.`;
    if (this.#toldOf === message) return;
    this.#toldOf = message;
    const action = 'Choose Environment…';
    void window.showWarningMessage(message, action).then(async picked => {
      if (picked === action) await this.choose();
    });
  }
}
