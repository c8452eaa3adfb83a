import { dialectOf, probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import type { Converted, Part } from '../../server/convert/target.ts';
import { targetOf } from '../../server/convert/targets.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';

/** A text as parts to convert. */
export function partsOf(text: string | Uint8Array, dialect?: string): readonly Part[] {
  const octets = typeof text === 'string' ? Buffer.from(text) : text;
  const chosen = dialectOf(dialect ?? '') ?? probeDialect(octets, bufferScanner).dialect;
  const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect: chosen })];
  return chunks.map(chunk => ({ chunk, sessions: chunk.sessions }));
}

/** A text converted to the target of this id. */
export function converted(id: string, text: string | Uint8Array): Converted {
  const target = targetOf(id);
  if (target === undefined) throw new Error(`no target ${id}`);
  return target.render({ parts: partsOf(text), whole: true });
}

/** The only file as text. */
export function convertedText(id: string, text: string | Uint8Array): string {
  const { files } = converted(id, text);
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`${String(files.length)} files`);
  return Buffer.from(file).toString();
}
