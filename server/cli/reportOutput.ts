import { open } from 'node:fs/promises';
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
 * for a transcript: to name one by mistake must not cost it. So does `write`.
 */
export async function reportOutput(file: string): Promise<ReportOutput> {
  if (file.endsWith('.smtp')) {
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
