import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PROBE_OCTETS } from '../core/dialect/probe.ts';
import { fileSource, peeked, streamSource } from '../host/octetSource.ts';
import type { OctetSource, PeekedSource } from '../host/octetSource.ts';
import { textSource } from '../host/textSource.ts';
import type { TextSource } from '../host/textSource.ts';
import { UsageError } from './command.ts';
import { reasonOf } from './reasonOf.ts';

/** An input whose first octets can be looked at. */
export interface OpenedInput extends PeekedSource {
  /** Where the text comes from. */
  readonly text: Pick<TextSource, 'isCapture' | 'isPlain' | 'storage'>;
}

/**
 * Opens a file, a pipe, or standard input (`-`) to be read piece by piece: its text, unpacked and
 * as UTF-8, with the first octets to tell the dialect by. Throws a UsageError where that fails, and
 * so does the source.
 */
export async function openInput(file: string): Promise<OpenedInput> {
  const name = file === '-' ? 'standard input' : `"${file}"`;
  try {
    const text = await textSource(await storedSource(file));
    const { head, source } = await peeked(text, PROBE_OCTETS);
    return { head, source: complaining(source, name), text };
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function storedSource(file: string): Promise<OctetSource> {
  if (file === '-') return streamSource(process.stdin);
  const found = await stat(file);
  return found.isFile() ? fileSource(file) : streamSource(createReadStream(file));
}

function complaining(source: OctetSource, name: string): OctetSource {
  return {
    size: source.size,
    read: into =>
      source.read(into).catch((error: unknown) => {
        throw unreadable(name, error);
      }),
    close: () => source.close(),
  };
}

function unreadable(name: string, error: unknown): UsageError {
  return error instanceof UsageError
    ? error
    : new UsageError(`cannot read ${name}: ${reasonOf(error)}`);
}
