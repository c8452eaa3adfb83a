import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { MatchPolicy } from '../protocol/replay.ts';
import { durationOf } from '../core/transcript/directives.ts';
import { planOf } from '../replay/plan/plan.ts';
import type { Planned } from '../replay/plan/plan.ts';
import { UsageError } from './command.ts';
import type { Invocation, Terminal } from './command.ts';
import { choiceOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { Input } from './inputs.ts';

/** One session to replay. */
export interface PlannedRun extends Planned {
  readonly file: string;
  /** 1-based, within its file. */
  readonly number: number;
}

/**
 * The plans of all sessions, or of those that `--session` names. Throws a UsageError where a file
 * cannot be read or a session is not there: nothing is sent unless all of it can be.
 */
export async function plannedRuns(
  invocation: Invocation,
  terminal: Terminal,
): Promise<readonly PlannedRun[]> {
  const policy = choiceOf(invocation, 'match', ['code', 'class', 'enhanced', 'exact']);
  const timeoutMs = timeoutOf(invocation);
  const runs: PlannedRun[] = [];
  const inputs = new Inputs(invocation, terminal);
  for await (const input of inputs.read()) {
    runs.push(...planFile(input, { policy, ...(timeoutMs !== undefined && { timeoutMs }) }));
  }
  if (inputs.unread.length > 0)
    throw new UsageError('nothing was sent: not every file could be read');
  return chosen(runs, invocation.values('session'));
}

function timeoutOf(invocation: Invocation): number | undefined {
  const text = invocation.value('timeout');
  const timeoutMs = durationOf(text);
  if (text !== undefined && timeoutMs === undefined) {
    throw new UsageError(`--timeout takes a time such as 5s, 1500ms or 2m, not "${text}"`);
  }
  return timeoutMs;
}

function planFile(
  { file, octets, dialect }: Input,
  options: { readonly policy: MatchPolicy; readonly timeoutMs?: number },
): PlannedRun[] {
  const runs: PlannedRun[] = [];
  let firstLine = 1;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const session of chunk.sessions) {
      const index = runs.length;
      const planned = planOf(chunk, session, { index, firstLine, ...options });
      runs.push({ file, number: index + 1, ...planned });
    }
    firstLine += chunk.sourceLines.count - 1;
  }
  return runs;
}

/** Sessions by number or name; each one that is asked for has to be there. */
function chosen(runs: readonly PlannedRun[], wanted: readonly string[]): readonly PlannedRun[] {
  if (wanted.length === 0) return runs;
  const isWanted = (run: PlannedRun, want: string): boolean =>
    want === String(run.number) || want === run.plan.name;
  const missing = wanted.filter(want => !runs.some(run => isWanted(run, want)));
  if (missing.length > 0) {
    const names = runs.slice(0, 20).map(run => `${run.number} "${run.plan.name}"`);
    const there = names.length > 0 ? `there are ${names.join(', ')}` : 'there is none';
    throw new UsageError(`there is no session "${missing.join('" or "')}"; ${there}`);
  }
  return runs.filter(run => wanted.some(want => isWanted(run, want)));
}
