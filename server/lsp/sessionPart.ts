import type { Part } from '../convert/target.ts';
import type { PlacedChunk } from './fileChunks.ts';

/** One session of a document as a conversion takes it; undefined where it is not there. */
export function sessionPart(chunks: Iterable<PlacedChunk>, index: number): Part | undefined {
  let passed = 0;
  for (const { chunk } of chunks) {
    const session = chunk.sessions[index - passed];
    if (session !== undefined) return { chunk, sessions: [session] };
    passed += chunk.sessions.length;
  }
  return undefined;
}
