import type { ReplayHow } from '../protocol/lsp.ts';
import { headPolicyOf } from '../replay/plan/directives.ts';
import { planOf } from '../replay/plan/plan.ts';
import type { Planned } from '../replay/plan/plan.ts';
import type { PlacedChunk } from './fileChunks.ts';

/** The plan of a session by its position in the document, undefined where there is none. */
export function sessionPlan(
  chunks: readonly PlacedChunk[],
  index: number,
  how: ReplayHow,
): Planned | undefined {
  const { match, ...rest } = pickHow(how);
  const [head] = chunks;
  const filePolicy = head && headPolicyOf(head.chunk);
  let passed = 0;
  for (const { chunk, firstLine } of chunks) {
    const session = chunk.sessions[index - passed];
    if (session === undefined) {
      passed += chunk.sessions.length;
      continue;
    }
    return planOf(chunk, session, {
      index,
      firstLine,
      ...rest,
      ...(match !== undefined && { policy: match }),
      ...(filePolicy !== undefined && { filePolicy }),
    });
  }
  return undefined;
}

/** Of a request's parameters what the planner knows. */
function pickHow(how: ReplayHow): ReplayHow {
  const { match, timeoutMs, pipelining, onDifference, speed, chunks, content } = how;
  const { tls, retry, lines, given } = how;
  return {
    ...(match !== undefined && { match }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(pipelining !== undefined && { pipelining }),
    ...(onDifference !== undefined && { onDifference }),
    ...(speed !== undefined && { speed }),
    ...(chunks !== undefined && { chunks }),
    ...(content !== undefined && { content }),
    ...(tls !== undefined && { tls }),
    ...(retry !== undefined && { retry }),
    ...(lines !== undefined && { lines }),
    ...(given !== undefined && { given }),
  };
}
