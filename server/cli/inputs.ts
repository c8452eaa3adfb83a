import { dialectOf, probeDialect } from '../core/dialect/probe.ts';
import type { Dialect } from '../core/dialect/dialect.ts';
import { DIALECTS } from '../core/dialect/registry.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { UsageError } from './command.ts';
import type { Invocation, Terminal } from './command.ts';
import { filesOf } from './filesOf.ts';
import { readOctets } from './readOctets.ts';

/** A transcript to work on. */
export interface Input {
  /** As it was named; `<stdin>` for standard input. */
  readonly file: string;
  readonly octets: Uint8Array;
  readonly dialect: Dialect;
}

/**
 * The transcripts a command was given: files, folders (their `.smtp` files), globs and `-`, in
 * order. What cannot be read is complained about and left out.
 */
export class Inputs {
  readonly #operands: readonly string[];
  readonly #dialect: Dialect | undefined;
  readonly #terminal: Terminal;
  #unread = 0;

  /** Throws a UsageError where nothing is named or the dialect is unknown. */
  constructor(invocation: Invocation, terminal: Terminal) {
    this.#operands = invocation.operands;
    this.#terminal = terminal;
    const id = invocation.value('dialect');
    if (this.#operands.length === 0) {
      throw new UsageError('name a file, a folder, or - for standard input');
    }
    this.#dialect = id === undefined ? undefined : namedDialect(id);
  }

  /** How many of the files and folders could not be read so far. */
  get unread(): number {
    return this.#unread;
  }

  async *read(): AsyncGenerator<Input> {
    for (const operand of this.#operands) {
      for (const file of (await this.#attempt(() => filesOf(operand))) ?? []) {
        const octets = await this.#attempt(() => readOctets(file));
        if (octets === undefined) continue;
        const dialect = this.#dialect ?? probeDialect(octets, bufferScanner).dialect;
        yield { file: file === '-' ? '<stdin>' : file, octets, dialect };
      }
    }
  }

  async #attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#unread++;
      this.#terminal.complain(error.message);
      return undefined;
    }
  }
}

function namedDialect(id: string): Dialect {
  const dialect = dialectOf(id);
  if (dialect !== undefined) return dialect;
  const known = DIALECTS.map(entry => entry.id).join(', ');
  throw new UsageError(`there is no dialect "${id}"; there are ${known}`);
}
