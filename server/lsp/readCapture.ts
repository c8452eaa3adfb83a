import { Buffer } from 'node:buffer';
import { open, stat } from 'node:fs/promises';
import { CaptureTranscriber } from '../core/capture/transcribe.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { pathOf } from './readFileOf.ts';

const MEGABYTE = 1_000_000;
const PIECE = 1 << 20;

/** How much an editor is given; smaller figures serve tests. */
export interface CaptureLimits {
  /** Octets of the capture. */
  readonly input: number;
  /** Octets of its transcript: VS Code hands extensions no more. */
  readonly output: number;
}

const LIMITS: CaptureLimits = { input: 200 * MEGABYTE, output: 50 * MEGABYTE };

/** The transcript of a capture, or in words why there is none. */
export type CaptureRead =
  | { readonly octets: Uint8Array; readonly problems: readonly string[] }
  | { readonly error: string };

/** Reads a packet capture on disk, a piece at a time; `isCancelled` is asked between pieces. */
export async function readCapture(
  uri: string,
  isCancelled: () => boolean,
  limits: CaptureLimits = LIMITS,
): Promise<CaptureRead> {
  const path = pathOf(uri);
  if (path === undefined) return { error: 'Only a capture that is a file on disk can be read.' };
  try {
    // Asked before it is opened: to open a pipe would wait for whoever writes into it.
    const found = await stat(path);
    if (!found.isFile()) return { error: 'This is not an ordinary file.' };
    if (found.size > limits.input) return { error: tooLong('capture', found.size, limits.input) };
    return await transcribed(path, isCancelled, limits);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { error: `The capture cannot be read${code}.` };
  }
}

async function transcribed(
  path: string,
  isCancelled: () => boolean,
  { input, output }: CaptureLimits,
): Promise<CaptureRead> {
  const transcriber = new CaptureTranscriber(bufferScanner);
  const parts: Uint8Array[] = [];
  let length = 0;
  let read = 0;
  const take = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  const handle = await open(path);
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    while (length <= output && read <= input) {
      if (isCancelled()) return { error: 'The capture was not read to its end.' };
      const { bytesRead } = await handle.read(piece, 0, PIECE);
      if (bytesRead === 0 || transcriber.isBroken) break;
      read += bytesRead;
      take(transcriber.feed(piece.subarray(0, bytesRead)));
    }
  } finally {
    await handle.close();
  }
  if (read > input) return { error: tooLong('capture', read, input) };
  take(transcriber.end());
  if (length > output) return { error: tooLong('transcript', length, output) };
  if (transcriber.packets === 0 && transcriber.problems.length > 0) {
    return { error: transcriber.problems.join(' ') };
  }
  return { octets: Buffer.concat(parts), problems: transcriber.problems };
}

function tooLong(what: 'capture' | 'transcript', size: number, limit: number): string {
  const [has, most] = [size, limit].map(octets => String(Math.ceil(octets / MEGABYTE)));
  const least = what === 'transcript' ? 'at least ' : '';
  return (
    `The ${what} has ${least}${has ?? ''} MB, and the editor takes up to ${most ?? ''} MB. ` +
    'The command line has no limit: smtp-transcript convert FILE --to smtp'
  );
}
