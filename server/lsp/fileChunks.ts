import type { Dialect } from '../core/dialect/dialect.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { TranscriptDocument } from './document.ts';
import { fileTextOf } from './fileText.ts';
import { fileStampOf, readFileOf } from './readFileOf.ts';

/** A chunk and where it begins. */
export interface PlacedChunk {
  readonly chunk: Chunk;
  /** 1-based. */
  readonly firstLine: number;
}

/** The file of a document as it was read last. */
interface Known {
  readonly version: number;
  readonly dialect: Dialect;
  readonly stamp: string;
  /** Undefined where the buffer's chunks are as good. */
  readonly chunks: readonly PlacedChunk[] | undefined;
}

/**
 * The chunks of a document with the octets of its file, where the buffer is the text of that file:
 * an editor replaces what it cannot decode. The file that was asked for last is kept.
 */
export class FileChunks {
  /** At most one entry, and none for a document that was closed. */
  #known = new WeakMap<TranscriptDocument, Known>();

  /** The file's chunks, or the buffer's where the file is another text or cannot be read. */
  async of(document: TranscriptDocument): Promise<readonly PlacedChunk[]> {
    const { uri, version } = document;
    const stamp = await fileStampOf(uri);
    let known = this.#known.get(document);
    const { dialect } = document.dialect;
    const fresh = known?.version === version && known.dialect === dialect;
    if (!fresh || known?.stamp !== stamp) {
      known = await this.#read(document);
      this.#known = new WeakMap(known && [[document, known]]);
    }
    return known?.chunks ?? bufferChunks(document);
  }

  async #read(document: TranscriptDocument): Promise<Known | undefined> {
    const file = await readFileOf(document.uri);
    if (file === undefined) return undefined;
    const { version } = document;
    const { dialect } = document.dialect;
    const text = fileTextOf(file.octets, document.octets());
    const isTruth = text !== undefined && !text.same && text.decoding !== 'unknown';
    const chunks = isTruth ? placedChunks(text.octets, dialect) : undefined;
    return { version, dialect, stamp: file.stamp, chunks };
  }
}

/** The chunks of a whole transcript. */
export function placedChunks(octets: Uint8Array, dialect: Dialect): readonly PlacedChunk[] {
  const placed: PlacedChunk[] = [];
  let firstLine = 1;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    placed.push({ chunk, firstLine });
    firstLine += chunk.sourceLines.count - 1;
  }
  return placed;
}

function bufferChunks(document: TranscriptDocument): readonly PlacedChunk[] {
  return document
    .pieces()
    .map(({ chunk }, index) => ({ chunk, firstLine: document.lineBase(index) + 1 }));
}
