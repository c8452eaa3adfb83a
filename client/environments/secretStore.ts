import type { Memento, SecretStorage } from 'vscode';
import { placeOf } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';

/** Names a stored secret; never its value. */
export interface SecretKey {
  readonly environment: string;
  /** Where the environment went when it was stored: the same name elsewhere gets nothing. */
  readonly place: string;
  readonly secret: string;
}

const INDEX = 'smtpTranscript.secretNames';

/**
 * Secrets by environment, place and name: in the system's secret storage where the user wants that,
 * else in memory until the window closes.
 */
export class SecretStore {
  readonly #storage: SecretStorage;
  readonly #index: Memento;
  readonly #window = new Map<string, string>();

  /** `index` keeps the names, for a list of what is stored. */
  constructor(storage: SecretStorage, index: Memento) {
    this.#storage = storage;
    this.#index = index;
  }

  /** The secret, undefined where it is not known. */
  async get(key: SecretKey): Promise<string | undefined> {
    return this.#window.get(textOf(key)) ?? (await this.#storage.get(textOf(key)));
  }

  /** Keeps it until the window closes. */
  keep(key: SecretKey, value: string): void {
    this.#window.set(textOf(key), value);
  }

  /** Keeps it in the system's secret storage. */
  async store(key: SecretKey, value: string): Promise<void> {
    await this.#storage.store(textOf(key), value);
    this.#window.delete(textOf(key));
    const others = this.#stored().filter(each => textOf(each) !== textOf(key));
    await this.#index.update(INDEX, [...others, key]);
  }

  /** Every secret that is known here, wherever it is kept. */
  all(): readonly SecretKey[] {
    const stored = this.#stored();
    const known = new Set(stored.map(textOf));
    const kept = [...this.#window.keys()].filter(text => !known.has(text));
    return [...stored, ...kept.flatMap(text => keyOf(text) ?? [])];
  }

  /** Forgets these, wherever they are kept. */
  async forget(keys: readonly SecretKey[]): Promise<void> {
    const gone = new Set(keys.map(textOf));
    for (const text of gone) {
      this.#window.delete(text);
      await this.#storage.delete(text);
    }
    const others = this.#stored().filter(each => !gone.has(textOf(each)));
    await this.#index.update(INDEX, others);
  }

  #stored(): readonly SecretKey[] {
    const stored: unknown = this.#index.get(INDEX);
    return Array.isArray(stored) ? stored.filter(isKey) : [];
  }
}

/** The key of an environment's secret. */
export function secretKeyOf(choice: EnvironmentChoice, secret: string): SecretKey {
  return { environment: choice.name, place: placeOf(choice), secret };
}

const PREFIX = 'secret ';

function textOf({ environment, place, secret }: SecretKey): string {
  return `${PREFIX}${JSON.stringify([environment, place, secret])}`;
}

function keyOf(text: string): SecretKey | undefined {
  const read: unknown = JSON.parse(text.slice(PREFIX.length));
  if (!Array.isArray(read)) return undefined;
  const [environment, place, secret] = read as readonly unknown[];
  const key = { environment, place, secret };
  return isKey(key) ? key : undefined;
}

function isKey(value: unknown): value is SecretKey {
  if (typeof value !== 'object' || value === null) return false;
  const { environment, place, secret } = value as Partial<SecretKey>;
  return [environment, place, secret].every(part => typeof part === 'string');
}
