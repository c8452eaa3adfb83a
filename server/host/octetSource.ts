import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Octets that come one stretch after the other. */
export interface OctetSource {
  /** How many there are in all, where that is known beforehand. */
  readonly size: number | undefined;
  /** Fills `into` from its beginning as far as it can; less than all of it only at the end. */
  read(into: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** The octets of a file on disk, from an offset on. */
export async function fileSource(path: string, from = 0): Promise<OctetSource> {
  const handle = await open(path);
  let position = from;
  const { size } = await handle.stat();
  return {
    size,
    async read(into) {
      let length = 0;
      while (length < into.length) {
        const { bytesRead } = await handle.read(into, length, into.length - length, position);
        if (bytesRead === 0) break;
        length += bytesRead;
        position += bytesRead;
      }
      return length;
    },
    close: () => handle.close(),
  };
}

/** The octets of a stream. */
export function streamSource(stream: Readable): OctetSource {
  const parts = stream[Symbol.asyncIterator]() as AsyncIterator<unknown>;
  let rest: Uint8Array = new Uint8Array(0);
  let ended = false;
  return {
    size: undefined,
    async read(into) {
      let length = 0;
      while (length < into.length) {
        if (rest.length === 0) {
          if (ended) break;
          const part = await parts.next();
          ended = part.done === true;
          if (part.value instanceof Uint8Array) rest = part.value;
          continue;
        }
        const part = rest.subarray(0, into.length - length);
        into.set(part, length);
        length += part.length;
        rest = rest.subarray(part.length);
      }
      return length;
    },
    close() {
      stream.destroy();
      return Promise.resolve();
    },
  };
}

/** A source whose first octets can be looked at before it is read. */
export interface PeekedSource {
  /** The first octets: as many as asked for, less only where there are no more. */
  readonly head: Uint8Array;
  /** All octets, the head included. */
  readonly source: OctetSource;
}

/** Takes the first `octets` and gives a source that has them still. */
export async function peeked(source: OctetSource, octets: number): Promise<PeekedSource> {
  const block = new Uint8Array(octets);
  const head = block.subarray(0, await source.read(block));
  let given = 0;
  return {
    head,
    source: {
      size: source.size,
      async read(into) {
        const part = head.subarray(given, given + into.length);
        into.set(part);
        given += part.length;
        const left = into.subarray(part.length);
        return part.length + (left.length === 0 ? 0 : await source.read(left));
      },
      close: () => source.close(),
    },
  };
}
