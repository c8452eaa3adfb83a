import { probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { diffTranscripts } from '../../server/diff/diffTranscripts.ts';
import type { DiffSide, SessionDiff } from '../../server/diff/model.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import type { MatchPolicy } from '../../server/protocol/replay.ts';

/** The comparisons of two texts, session by session. */
export function diffTexts(
  first: string | Uint8Array,
  second: string | Uint8Array,
  policy: MatchPolicy = 'exact',
): readonly SessionDiff[] {
  return [...diffTranscripts(sidesOf(first), sidesOf(second), policy)];
}

/** `kind: message`, or with both excerpts, of all sessions. */
export function differencesOf(diffs: readonly SessionDiff[]): readonly string[] {
  return diffs.flatMap(diff => diff.differences.map(({ kind, message }) => `${kind}: ${message}`));
}

function* sidesOf(text: string | Uint8Array): Generator<DiffSide> {
  const octets = typeof text === 'string' ? Buffer.from(text) : text;
  const { dialect } = probeDialect(octets, bufferScanner);
  let [number, firstLine] = [0, 1];
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const session of chunk.sessions) {
      number++;
      yield { chunk, session, number, firstLine, clean: shown => shown };
    }
    firstLine += chunk.sourceLines.count - 1;
  }
}
