import type { Chunk, Exchange } from '../../core/transcript/model.ts';
import type { Problems } from './problems.ts';
import { isMasked, secretResponses } from './secrets.ts';
import { suggestedAuth } from './suggestedAuth.ts';

/** Refuses to send an AUTH exchange of which the transcript does not hold what the client said. */
export function maskRefusals(
  { chunk, problems }: { readonly chunk: Chunk; readonly problems: Problems },
  exchange: Exchange,
): void {
  const { command, replies, responses } = exchange;
  const leftOut = replies.length > responses.length + 1;
  const masked = secretResponses(chunk, exchange).filter(
    each => each.masked || isMasked(each.text),
  );
  if (!leftOut && masked.length === 0) return;
  const { line: text } = suggestedAuth(chunk, exchange);
  const ways = waysOut(chunk, text);
  const above = problems.lineOf(command.line.start);
  const write = chunk.dialect === 'smtp' ? { above, text } : undefined;
  if (leftOut) problems.refuse(command.line.start, `${LEFT_OUT} ${ways}`, write);
  for (const { at } of masked) problems.refuse(at, `${MASKED} ${ways}`, write);
}

/** The line that computes the exchange, and what else would do. */
function waysOut({ dialect }: Chunk, line: string): string {
  const first = dialect === 'smtp' ? 'Write' : 'Convert the log to .smtp and write';
  return `${first} "${line}" above the AUTH command: then it is computed, and the secret is asked for when it runs. Or put the real responses here, or take the exchange out.`;
}

const LEFT_OUT = 'What the client answered in this AUTH exchange is not in the transcript.';

const MASKED = 'The secret of this AUTH exchange is masked in the transcript.';
