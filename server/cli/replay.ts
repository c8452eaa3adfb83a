import { availableParallelism } from 'node:os';
import { visibleOf } from '../core/octets/visible.ts';
import type { Environment } from '../protocol/environment.ts';
import { receiverFeatureOf } from '../receiver/features.ts';
import type { ReplayFormat } from '../report/replayFormat.ts';
import { isRight } from '../report/replayRun.ts';
import type { ReplayRun } from '../report/replayRun.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { EmbeddedReceivers } from './embeddedReceivers.ts';
import { planSettingsOf, plannedRuns, replayInputs } from './plannedRuns.ts';
import type { PlannedRun, PlanSettings } from './plannedRuns.ts';
import { askerOf } from './replay/ask.ts';
import { requireConsent } from './replay/consent.ts';
import { targetsOf } from './replay/mailHosts.ts';
import { namedEnvironments } from './replay/namedEnvironments.ts';
import { countOf, timeOf } from './replay/numbers.ts';
import { REPLAY_HELP, REPLAY_OPTIONS } from './replay/options.ts';
import { placesOf } from './replay/placesOf.ts';
import { Promotion } from './replay/promotion.ts';
import { Recording } from './replay/recording.ts';
import { replayFormatOf, ReplayReport } from './replay/report.ts';
import { runInputs, unusedNames, variablesOf } from './replay/runInputs.ts';
import { Runner } from './replay/runner.ts';
import type { KeptRun, RunnerOptions } from './replay/runner.ts';
import { reportOutput } from './reportOutput.ts';
import type { ReportOutput } from './reportOutput.ts';

/** Files that are replayed side by side unless told, however many processors there are. */
const USUAL_JOBS = 8;

/** `replay`: acts each session as the client and compares every reply with the recorded one. */
export const replayCommand: Command = {
  name: 'replay',
  usage: 'replay [--to HOST:PORT [--allow HOST:PORT] | --env NAME] [OPTION…] FILE…|DIR|GLOB|-',
  summary: 'run sessions against a server and compare its replies',
  help: REPLAY_HELP,
  options: REPLAY_OPTIONS,
  interruptible: true,
  async run(invocation, terminal) {
    try {
      return await replayAll(invocation, terminal);
    } catch (error) {
      // A question or a look-up that was interrupted is no mistake.
      if (terminal.signal.aborted) return EXIT.interrupted;
      throw error;
    }
  },
};

/** Everything that can be wrong is said before anything connects. */
async function replayAll(invocation: Invocation, terminal: Terminal): Promise<number> {
  const format = replayFormatOf(invocation);
  const how = howOf(invocation);
  const { runs, environments, variables } = await sessionsIn(invocation, terminal);
  const plans = runs.map(({ plan }) => plan);
  const places = await placesOf(invocation, environments);
  for (const name of unusedNames(plans, Object.keys(variables))) {
    terminal.note(`--var ${name}: no session uses {{${name}}}\n`);
  }
  const shape = { runs, places, rounds: how.rounds };
  const promotion = Promotion.of(invocation, shape);
  const recording = await Recording.of(invocation, shape);
  const targets = await targetsOf(places, plans, terminal.signal);
  const hasConsent = await requireConsent(invocation, { places, plans, targetsOf: targets });
  const ask = askerOf(invocation, terminal);
  const inputs = await runInputs(places, plans, { variables, env: process.env, ask });
  const file = invocation.value('output');
  const output = file === undefined ? undefined : await reportOutput(file, invocation.operands);
  try {
    const running = { ...how, places, targetsOf: targets, inputs, hasConsent };
    return await runAll(runs, { format, output, promotion, recording, running }, terminal);
  } finally {
    await output?.close();
  }
}

/** What the operands hold, planned with the names of the environments that are asked for. */
async function sessionsIn(
  invocation: Invocation,
  terminal: Terminal,
): Promise<{
  readonly runs: readonly PlannedRun[];
  readonly environments: readonly Environment[];
  readonly variables: Readonly<Record<string, string>>;
}> {
  const variables = variablesOf(invocation);
  const settings = planSettingsOf(invocation);
  const inputs = await replayInputs(invocation, terminal);
  const files = inputs.map(({ file }) => file);
  const environments = await namedEnvironments(invocation, files);
  const given = namesGiven(environments, variables);
  const sessions = invocation.values('session');
  const runs = plannedRuns(inputs, { ...settings, given }, sessions);
  if (runs.length === 0) throw new UsageError(nothingIn(files, settings));
  if (sessions.length === 0) noteEmpty(files, runs, terminal);
  return { runs, environments, variables };
}

/** Runs them, reports, writes what is to be kept; gives the exit status. */
async function runAll(
  runs: readonly PlannedRun[],
  to: {
    readonly format: ReplayFormat;
    readonly output: ReportOutput | undefined;
    readonly promotion: Promotion | undefined;
    readonly recording: Recording | undefined;
    readonly running: Omit<RunnerOptions, 'receivers' | 'signal' | 'announce' | 'keep'>;
  },
  terminal: Terminal,
): Promise<number> {
  const { format, output, promotion, recording, running } = to;
  const { places, rounds } = running;
  const { signal } = terminal;
  const setup = {
    places: places.map(({ shown }) => shown),
    runs: runs.length * places.length * rounds,
  };
  const receivers = new EmbeddedReceivers();
  try {
    const report = new ReplayReport(format, { terminal, output, setup });
    report.begin();
    const announce = (run: PlannedRun): void => {
      terminal.note(notesOf(run));
    };
    const kept = keeping([promotion, recording]);
    await new Runner({ ...running, receivers, signal, announce, ...kept }, report).run(runs);
    await report.end();
    await recording?.write(terminal);
    const promoted = signal.aborted ? undefined : await promotion?.write(terminal);
    return signal.aborted ? EXIT.interrupted : exitStatus(report.runs, promoted);
  } finally {
    await receivers.close();
  }
}

function nothingIn(files: readonly string[], { lines }: PlanSettings): string {
  const [only = ''] = files;
  const where = files.length === 1 ? ` in ${visibleOf(only)}` : '';
  return lines === undefined
    ? `there is no session to replay${where}`
    : `there is no session to replay on these lines${where}`;
}

/** A file that tests nothing would be taken for one that passes. */
function noteEmpty(
  files: readonly string[],
  runs: readonly PlannedRun[],
  terminal: Terminal,
): void {
  const used = new Set(runs.map(({ file }) => file));
  for (const file of files.filter(each => !used.has(each))) {
    terminal.note(`${visibleOf(file)}: there is no session in it\n`);
  }
}

function namesGiven(
  environments: readonly Environment[],
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  const users = environments.some(({ user }) => user !== undefined) ? ['user'] : [];
  return [...users, ...[...environments.map(one => one.variables), variables].flatMap(Object.keys)];
}

function howOf(
  invocation: Invocation,
): Pick<RunnerOptions, 'jobs' | 'rounds' | 'bail' | 'retries' | 'retryDelayMs'> {
  const usual = Math.min(USUAL_JOBS, availableParallelism());
  const retries = countOf(invocation, 'retries', { least: 0, most: 1000 });
  const retryDelayMs = timeOf(invocation, 'retry-delay');
  if (retryDelayMs !== undefined && retries === undefined) {
    throw new UsageError('--retry-delay goes with --retries');
  }
  return {
    jobs: countOf(invocation, 'jobs', { least: 1, most: 256 }) ?? usual,
    rounds: countOf(invocation, 'repeat', { least: 1, most: 100_000 }) ?? 1,
    bail: invocation.flag('bail'),
    retries: retries ?? 0,
    retryDelayMs: retryDelayMs ?? 60_000,
  };
}

/** Events are kept only where somebody wants them: they may be many. */
function keeping(
  takers: readonly (Promotion | Recording | undefined)[],
): Pick<RunnerOptions, 'keep'> {
  const wanted = takers.filter(taker => taker !== undefined);
  if (wanted.length === 0) return {};
  return {
    keep: (kept: KeptRun) => {
      for (const taker of wanted) taker.take(kept);
    },
  };
}

/** A verdict that the transcript expects is fine, and so is a difference that it now has. */
function exitStatus(
  runs: readonly ReplayRun[],
  promoted: ReadonlySet<ReplayRun> | undefined,
): number {
  const wrong = runs.filter(run => !isRight(run) && promoted?.has(run) !== true);
  if (wrong.some(({ verdict }) => verdict === 'failed')) return EXIT.failure;
  return wrong.length > 0 ? EXIT.findings : EXIT.fine;
}

/** What the run does without: a wrong directive, a reply that nothing asks for. */
function notesOf({ file, plan, problems }: PlannedRun): string {
  const place = visibleOf(file);
  const unknown = plan.receiverDisable.filter(name => receiverFeatureOf(name) === undefined);
  return [
    ...problems
      .filter(problem => !problem.fatal)
      .map(({ line, message }) => `${place}:${line}: ${visibleOf(message)}\n`),
    ...unknown.map(name => `${place}: the embedded receiver cannot disable ${visibleOf(name)}\n`),
  ].join('');
}
