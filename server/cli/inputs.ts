import { dialectOf, isRecognised, probeDialect } from '../core/dialect/probe.ts';
import type { Dialect } from '../core/dialect/dialect.ts';
import { pcap } from '../core/dialect/pcap.ts';
import { DIALECTS } from '../core/dialect/registry.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { Storage } from '../host/byteOrderMark.ts';
import type { OctetSource } from '../host/octetSource.ts';
import { shownName } from '../report/shownName.ts';
import { UsageError } from './command.ts';
import type { Invocation, Terminal } from './command.ts';
import { filesOf } from './filesOf.ts';
import { openInput } from './openInput.ts';
import type { OpenedInput } from './openInput.ts';
import { readOctets } from './readOctets.ts';

const UNRECOGNISED =
  'it is not clear which program wrote this; read as .smtp (--dialect ID chooses another)';

/** A transcript to work on. */
export interface Input {
  /** As it was named; `<stdin>` for standard input. */
  readonly file: string;
  /** As the core reads them: UTF-16 became UTF-8, a byte order mark was taken off. */
  readonly octets: Uint8Array;
  /** How the file stores them. */
  readonly storage: Storage;
  readonly dialect: Dialect;
}

/** A transcript to be read piece by piece. */
export interface OpenInput {
  readonly file: string;
  /** Where its octets can be read more than once, as they are. */
  readonly path: string | undefined;
  readonly source: OctetSource;
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
  readonly #unread: string[] = [];

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

  /** As `read`, for files of any length: their octets are still to come. */
  async *open(): AsyncGenerator<OpenInput> {
    for await (const file of this.#files()) {
      const opened = await this.attempt(() => openInput(file));
      if (opened === undefined) continue;
      try {
        yield {
          path: pathOf(file, opened),
          file: nameOf(file),
          source: opened.source,
          dialect: this.#dialectOf(nameOf(file), opened),
        };
      } finally {
        await opened.source.close();
      }
    }
  }

  async *#files(): AsyncGenerator<string> {
    const unreadable = (message: string): void => {
      this.#failed(message);
    };
    for (const operand of this.#operands) {
      yield* (await this.attempt(() => filesOf(operand, unreadable))) ?? [];
    }
  }

  /** A message for each of the files and folders that could not be read so far. */
  get unread(): readonly string[] {
    return this.#unread;
  }

  async *read(): AsyncGenerator<Input> {
    for await (const file of this.#files()) {
      const input = await this.attempt(async () => {
        const opened = await openInput(file);
        const octets = await readOctets(opened.source, file);
        const { storage } = opened.text;
        return {
          file: nameOf(file),
          octets,
          storage,
          dialect: this.#dialectOf(nameOf(file), opened),
        };
      });
      if (input !== undefined) yield input;
    }
  }

  #dialectOf(file: string, { head, text }: OpenedInput): Dialect {
    if (text.isCapture) return pcap;
    if (this.#dialect !== undefined) return this.#dialect;
    const choice = probeDialect(head, bufferScanner);
    if (head.length > 0 && !isRecognised(choice)) {
      this.#terminal.note(`${shownName(file)}: ${UNRECOGNISED}\n`);
    }
    return choice.dialect;
  }

  /** The result; where a UsageError prevents one, complains and counts the input as unread. */
  async attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#failed(error.message);
      return undefined;
    }
  }

  #failed(message: string): void {
    this.#unread.push(message);
    this.#terminal.complain(message);
  }
}

/** A file of known length whose octets are the text. */
function pathOf(file: string, { head, text, source }: OpenedInput): string | undefined {
  const rereadable = file !== '-' && text.isPlain && source.size !== undefined;
  // A comment for the whole file has to be known before a part of it is judged.
  const isPlain = !/@disable-file/i.test(Buffer.from(head).toString('latin1'));
  return rereadable && isPlain ? file : undefined;
}

function nameOf(file: string): string {
  return file === '-' ? '<stdin>' : file;
}

function namedDialect(id: string): Dialect {
  const dialect = dialectOf(id);
  if (dialect !== undefined) return dialect;
  const known = DIALECTS.map(entry => entry.id).join(', ');
  throw new UsageError(`there is no dialect "${id}"; there are ${known}`);
}
