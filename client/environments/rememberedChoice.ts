import type { Memento } from 'vscode';
import { placeOf, RECEIVER_ENVIRONMENT } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';

/** What the workspace remembers of a choice: enough to notice that it means something else now. */
interface Remembered {
  readonly id: string;
  readonly place: string;
  readonly file: string | null;
}

const KEY = 'smtpTranscript.environment';

/** The remembered choice among those that there are. */
export type Recalled =
  | { readonly kind: 'found'; readonly choice: EnvironmentChoice }
  | { readonly kind: 'missing' }
  /** It went to `before` when it was chosen, and would go elsewhere now. */
  | { readonly kind: 'moved'; readonly choice: EnvironmentChoice; readonly before: string };

/** Which environment was chosen in this workspace, by its name and by where it went. */
export class RememberedChoice {
  readonly #state: Memento;

  constructor(state: Memento) {
    this.#state = state;
  }

  /** The environments file of the choice, which may lie outside the workspace. */
  get file(): string | null {
    return this.#read()?.file ?? null;
  }

  /** Remembers the choice; the receiver needs none. */
  async remember(choice: EnvironmentChoice): Promise<void> {
    const { id, file } = choice;
    const kept: Remembered = { id, file, place: placeOf(choice) };
    await this.#state.update(KEY, id === RECEIVER_ENVIRONMENT.id ? undefined : kept);
  }

  /** What a file changed by somebody else must never do: send a run to another server unasked. */
  recall(choices: readonly EnvironmentChoice[]): Recalled {
    const kept = this.#read();
    if (kept === undefined) return { kind: 'found', choice: RECEIVER_ENVIRONMENT };
    const choice = choices.find(({ id }) => id === kept.id);
    if (choice === undefined) return { kind: 'missing' };
    const isSame = placeOf(choice) === kept.place;
    return isSame ? { kind: 'found', choice } : { kind: 'moved', choice, before: kept.place };
  }

  #read(): Remembered | undefined {
    const kept = this.#state.get<Partial<Remembered>>(KEY);
    if (typeof kept?.id !== 'string' || typeof kept.place !== 'string') return undefined;
    return { id: kept.id, place: kept.place, file: kept.file ?? null };
  }
}
