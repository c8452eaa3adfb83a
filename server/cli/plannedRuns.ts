import { readTranscript } from '../core/transcript/readTranscript.ts';
import type { Chunk, Session } from '../core/transcript/model.ts';
import { sourceLineOf } from '../core/transcript/sourcePlace.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { headPolicyOf } from '../replay/plan/directives.ts';
import { planOf } from '../replay/plan/plan.ts';
import type { Planned, PlanOptions } from '../replay/plan/plan.ts';
import { UsageError } from './command.ts';
import type { Invocation, Terminal } from './command.ts';
import { choiceOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import { linesOf, speedOf, timeOf } from './replay/numbers.ts';

/** One session to replay. */
export interface PlannedRun extends Planned {
  readonly file: string;
  /** What the plan was made of. */
  readonly input: Input;
  /** 1-based, within its file. */
  readonly number: number;
  /** 1-based physical line at which the session begins. */
  readonly line: number;
}

/** What the command line says about all plans. */
export type PlanSettings = Omit<PlanOptions, 'index' | 'firstLine' | 'filePolicy'>;

/**
 * The transcripts to replay. Throws a UsageError where one of them cannot be read: nothing is sent
 * unless all of it can be.
 */
export async function replayInputs(
  invocation: Invocation,
  terminal: Terminal,
): Promise<readonly Input[]> {
  const inputs = new Inputs(invocation, terminal);
  const read: Input[] = [];
  for await (const input of inputs.read()) read.push(input);
  if (inputs.unread.length > 0)
    throw new UsageError('nothing was sent: not every file could be read');
  return read;
}

/** What the command line says about plans. Throws a UsageError for values that cannot be. */
export function planSettingsOf(invocation: Invocation): PlanSettings {
  const timeoutMs = timeOf(invocation, 'timeout');
  const speed = speedOf(invocation);
  const lines = linesOf(invocation);
  const isRfc = invocation.value('timeouts') !== undefined;
  if (isRfc) choiceOf(invocation, 'timeouts', ['rfc']);
  const given = (name: string): boolean => invocation.value(name) !== undefined;
  return {
    policy: choiceOf(invocation, 'match', ['code', 'class', 'enhanced', 'exact']),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(isRfc && { timeouts: 'rfc' }),
    ...(speed !== undefined && { speed }),
    ...(lines !== undefined && { lines }),
    ...(given('pipelining') && {
      pipelining: choiceOf(invocation, 'pipelining', ['recorded', 'lockstep', 'forced']),
    }),
    ...(given('on-difference') && {
      onDifference: choiceOf(invocation, 'on-difference', ['continue', 'stop']),
    }),
    ...(given('chunks') && { chunks: choiceOf(invocation, 'chunks', ['kept', 'computed']) }),
    ...(given('content') && {
      content: choiceOf(invocation, 'content', ['recorded', 'placeholder']),
    }),
  };
}

/**
 * The plans of all sessions, or of those that `--session` names. Throws a UsageError where one of
 * these is not there.
 */
export function plannedRuns(
  inputs: readonly Input[],
  settings: PlanSettings,
  sessions: readonly string[],
): readonly PlannedRun[] {
  if (settings.lines !== undefined && inputs.length > 1) {
    throw new UsageError('--lines goes with one file');
  }
  return chosen(
    inputs.flatMap(input => planFile(input, settings)),
    sessions,
  );
}

function planFile(input: Input, settings: PlanSettings): PlannedRun[] {
  const { file, octets, dialect } = input;
  const runs: PlannedRun[] = [];
  let firstLine = 1;
  let number = 0;
  let head: Pick<PlanOptions, 'filePolicy'> | undefined;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    head ??= headOf(chunk);
    for (const session of chunk.sessions) {
      number += 1;
      const { from, to } = linesIn(chunk, session, firstLine);
      if (!isWithin(settings, from, to)) continue;
      const index = number - 1;
      const planned = planOf(chunk, session, { index, firstLine, ...head, ...settings });
      runs.push({ file, input, number, line: from, ...planned });
    }
    firstLine += chunk.sourceLines.count - 1;
  }
  return runs;
}

function headOf(chunk: Chunk): Pick<PlanOptions, 'filePolicy'> {
  const filePolicy = headPolicyOf(chunk);
  return filePolicy === undefined ? {} : { filePolicy };
}

function linesIn(
  chunk: Chunk,
  session: Session,
  firstLine: number,
): { readonly from: number; readonly to: number } {
  const { start, end } = session.span;
  const lineOf = (offset: number): number => firstLine + sourceLineOf(chunk, offset);
  return { from: lineOf(start), to: lineOf(Math.max(start, end - 1)) };
}

function isWithin({ lines }: PlanSettings, from: number, to: number): boolean {
  return to >= (lines?.from ?? 0) && from <= (lines?.to ?? Infinity);
}

/** Sessions by number or name; each one that is asked for has to be there. */
function chosen(runs: readonly PlannedRun[], wanted: readonly string[]): readonly PlannedRun[] {
  if (wanted.length === 0) return runs;
  const isWanted = (run: PlannedRun, want: string): boolean =>
    want === String(run.number) || want === run.plan.name;
  const missing = wanted.filter(want => !runs.some(run => isWanted(run, want)));
  if (missing.length > 0) {
    const names = runs.slice(0, 20).map(run => `${run.number} "${run.plan.name}"`);
    const verb = names.length > 1 ? 'are' : 'is only';
    const there = names.length > 0 ? `there ${verb} ${names.join(', ')}` : 'there is none';
    throw new UsageError(`there is no session "${missing.join('" or "')}"; ${there}`);
  }
  return runs.filter(run => wanted.some(want => isWanted(run, want)));
}
