import { visibleOf } from '../core/octets/visible.ts';
import type { Terminal } from './command.ts';

/** Nothing is said about what takes no longer than this. */
const PATIENCE_MS = 1000;
const PERIOD_MS = 250;

/** Tells how far the reading of a file has come, on a terminal and where it takes long. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #file: string;
  readonly #size: number | undefined;
  #next = Date.now() + PATIENCE_MS;

  constructor(terminal: Terminal, file: string, size: number | undefined) {
    this.#terminal = terminal;
    this.#file = visibleOf(file);
    this.#size = size;
  }

  /** So many octets were read. */
  readonly at = (octets: number): void => {
    const now = Date.now();
    if (now < this.#next) return;
    this.#next = now + PERIOD_MS;
    this.#terminal.progress(`${this.#file}: ${this.#share(octets)}`);
  };

  #share(octets: number): string {
    if (this.#size) return `${Math.min(99, Math.floor((octets * 100) / this.#size))} %`;
    return `${Math.floor(octets / 1_000_000)} MB`;
  }
}
