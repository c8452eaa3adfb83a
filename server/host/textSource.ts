import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isCapture } from '../core/capture/captureReader.ts';
import { CaptureTranscriber } from '../core/capture/transcribe.ts';
import { bufferScanner } from './bufferScanner.ts';
import { storageOf } from './byteOrderMark.ts';
import type { Storage } from './byteOrderMark.ts';
import { peeked, streamSource } from './octetSource.ts';
import type { OctetSource } from './octetSource.ts';
import { Utf8Stream } from './utf8Of.ts';

const PIECE = 1024 * 1024;

/** A source of text. */
export interface TextSource extends OctetSource {
  /** How a file stores the text, its compression aside. */
  readonly storage: Storage;
  /** The octets are those of the file as it is. */
  readonly isPlain: boolean;
  /** It is what a packet capture holds. */
  readonly isCapture: boolean;
}

/**
 * The text of a source as the core reads it: unpacked where it is gzip, as UTF-8 where it is UTF-16
 * with a byte order mark, the transcript where it is a packet capture. Anything else stays as it is.
 */
export async function textSource(packed: OctetSource): Promise<TextSource> {
  const { head, source } = await peeked(packed, 4);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return { ...(await textSource(gunzipped(source))), isPlain: false };
  }
  const storage = storageOf(head);
  if (isCapture(head)) {
    return { ...transcribed(source), storage, isPlain: false, isCapture: true };
  }
  const isPlain = storage.mark === 0;
  return { ...(isPlain ? source : decoded(source)), storage, isPlain, isCapture: false };
}

function transcribed(source: OctetSource): OctetSource {
  return closing(streamSource(Readable.from(transcribedPieces(source))), source);
}

async function* transcribedPieces(source: OctetSource): AsyncGenerator<Uint8Array> {
  const transcriber = new CaptureTranscriber(bufferScanner);
  for await (const piece of piecesOf(source)) yield transcriber.feed(piece);
  yield transcriber.end();
}

function gunzipped(source: OctetSource): OctetSource {
  const gunzip = createGunzip();
  const packed = Readable.from(piecesOf(source));
  packed.on('error', error => gunzip.destroy(error));
  return closing(streamSource(packed.pipe(gunzip)), source);
}

function decoded(source: OctetSource): OctetSource {
  return closing(streamSource(Readable.from(decodedPieces(source))), source);
}

async function* decodedPieces(source: OctetSource): AsyncGenerator<Uint8Array> {
  const text = new Utf8Stream();
  for await (const piece of piecesOf(source)) yield text.push(piece);
  yield text.end();
}

/** Each piece has memory of its own. */
async function* piecesOf(source: OctetSource): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = new Uint8Array(PIECE);
    const length = await source.read(piece);
    if (length > 0) yield piece.subarray(0, length);
    if (length < PIECE) return;
  }
}

/** What comes out of a stream, with the source that feeds it closed too. */
function closing(stream: OctetSource, fed: OctetSource): OctetSource {
  return {
    ...stream,
    async close() {
      await stream.close();
      await fed.close();
    },
  };
}
