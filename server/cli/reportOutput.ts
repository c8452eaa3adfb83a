import { open, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UsageError } from './command.ts';
import { reasonOf } from './reasonOf.ts';

/** A file that a report is written to, piece by piece. */
export interface ReportOutput {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Begins the file, in place of what it held. Throws a UsageError where that cannot be done, also
 * for a transcript, by its name or as one of `operands`: to name one by mistake must not cost it.
 * So does `write`.
 */
export async function reportOutput(
  file: string,
  operands: readonly string[],
): Promise<ReportOutput> {
  if (await isTranscript(file, operands)) {
    throw new UsageError(`"${file}" is a transcript; a report is not written over one`);
  }
  const attempt = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw new UsageError(`cannot write "${file}": ${reasonOf(error)}`);
    }
  };
  const handle: FileHandle = await attempt(() => open(file, 'w'));
  return {
    write: text => attempt(() => handle.writeFile(text)),
    close: () => handle.close(),
  };
}

async function isTranscript(file: string, operands: readonly string[]): Promise<boolean> {
  if (file.endsWith('.smtp')) return true;
  const path = await realpath(file).catch(() => undefined);
  if (path === undefined) return false;
  const real = operands.map(operand => realpath(operand).catch(() => undefined));
  return path.endsWith('.smtp') || (await Promise.all(real)).includes(path);
}
