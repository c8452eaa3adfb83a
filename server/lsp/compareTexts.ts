import { dialectOf, probeDialect } from '../core/dialect/probe.ts';
import type { Dialect } from '../core/dialect/dialect.ts';
import { diffTranscripts } from '../diff/diffTranscripts.ts';
import type { DiffSide } from '../diff/model.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { ComparedText, CompareResult } from '../protocol/lsp.ts';
import { secretsIn } from '../report/excerpt/secretsIn.ts';
import { placedChunks } from './fileChunks.ts';
import type { PlacedChunk } from './fileChunks.ts';
import { meaningText } from './meaningText.ts';
import { encodeText } from './wtf8.ts';

/** Differences that are told; the texts show all. */
const MOST = 100;

/** Two transcripts by meaning: what reads the same means the same. */
export function compareTexts(left: ComparedText, right: ComparedText): CompareResult {
  const one = chunksOf(left);
  const other = chunksOf(right);
  if (one === undefined) return { error: 'the first text holds no SMTP session.' };
  if (other === undefined) return { error: 'the second text holds no SMTP session.' };
  const summary: string[] = [];
  let count = 0;
  for (const { differences, omitted } of diffTranscripts(sidesOf(one), sidesOf(other), 'exact')) {
    count += differences.length + omitted;
    summary.push(...differences.slice(0, MOST - summary.length).map(({ message }) => message));
  }
  return {
    left: meaningText(one.map(partOf)),
    right: meaningText(other.map(partOf)),
    same: count === 0,
    count,
    summary,
  };
}

/** Undefined where there is no session. */
function chunksOf({ text, dialect }: ComparedText): readonly PlacedChunk[] | undefined {
  const octets = encodeText(text);
  const chunks = placedChunks(octets, dialectFor(octets, dialect));
  return chunks.some(({ chunk }) => chunk.sessions.length > 0) ? chunks : undefined;
}

function dialectFor(octets: Uint8Array, id: string | undefined): Dialect {
  const named = id === undefined ? undefined : dialectOf(id);
  return named ?? probeDialect(octets, bufferScanner).dialect;
}

function* sidesOf(chunks: readonly PlacedChunk[]): Generator<DiffSide> {
  let number = 0;
  for (const { chunk, firstLine } of chunks) {
    const secrets = secretsIn(chunk);
    const clean = (text: string): string => secrets.cleaned(text);
    for (const session of chunk.sessions) {
      number += 1;
      yield { chunk, session, number, firstLine, clean };
    }
  }
}

function partOf({ chunk }: PlacedChunk): Parameters<typeof meaningText>[0][number] {
  return { chunk, sessions: chunk.sessions };
}
