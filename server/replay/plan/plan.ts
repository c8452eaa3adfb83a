import { pathTextOf } from '../../core/transcript/envelope.ts';
import type { Chunk, Exchange, Session } from '../../core/transcript/model.ts';
import type { MatchPolicy, PlanStep, ReplayPlan, Retry } from '../../protocol/replay.ts';
import { announcing } from './announcing.ts';
import type { SessionSettings } from './directives.ts';
import { matchPolicyOf, sessionSettingsOf } from './directives.ts';
import { NearDirectives } from './nearDirectives.ts';
import { paced } from './pipelining.ts';
import type { Pipelining } from './pipelining.ts';
import { namesToGive } from './planVariables.ts';
import type { PlanProblem } from './problems.ts';
import { Problems } from './problems.ts';
import { exchangesWithin } from './range.ts';
import type { LineRange } from './range.ts';
import { recordedSteps } from './recordedSteps.ts';
import { pausesOf } from './timing.ts';
import { withoutStartTls } from './withoutStartTls.ts';

/** Which session of the file, and where its chunk begins. */
export interface PlanOptions {
  /** 0-based position among the file's sessions. */
  readonly index: number;
  /** 1-based physical line at which the chunk begins. */
  readonly firstLine: number;
  /** How replies are compared unless `# @match` says otherwise. */
  readonly policy?: MatchPolicy;
  /** What `# @match` in the head of the file says (`headPolicyOf`): it wins over `policy`. */
  readonly filePolicy?: MatchPolicy;
  /** Longest wait for a reply in milliseconds, unless `# @timeout` says otherwise. */
  readonly timeoutMs?: number;
  /** `rfc`: the waits of RFC 5321 §4.5.3.2 where neither `timeoutMs` nor `# @timeout` is given. */
  readonly timeouts?: 'rfc';
  /** Which sends leave together, unless `# @pipelining` says otherwise. */
  readonly pipelining?: Pipelining;
  /** After a difference: go on as far as that is safe, or leave; `# @on-difference` wins. */
  readonly onDifference?: 'continue' | 'stop';
  /** Recorded timing, so many times as fast, unless `# @speed` says otherwise; 0: no waiting. */
  readonly speed?: number;
  /** The sizes of BDAT chunks, unless `# @chunks` says otherwise. */
  readonly chunks?: 'kept' | 'computed';
  /** A message that is not shown: refused (default), or a generated one; `# @content` wins. */
  readonly content?: 'recorded' | 'placeholder';
  /** `none`: without the STARTTLS of the transcript; what it encrypted is sent in the clear. */
  readonly tls?: 'none';
  /** Of every command that gets a 4yz reply, unless its `# @retry` says otherwise. */
  readonly retry?: Retry;
  /** Only the exchanges on these lines (1-based, both included) and what they need to be possible. */
  readonly lines?: LineRange;
  /** Names of the variables that the run will be given: nothing is said about them. */
  readonly given?: readonly string[];
}

/** A plan, and what is odd about it. */
export interface Planned {
  readonly plan: ReplayPlan;
  readonly problems: readonly PlanProblem[];
}

const DEFAULT_TIMEOUT = 30_000;

/** Makes the plan to act a session as its client: pure, from the model alone. */
export function planOf(chunk: Chunk, session: Session, options: PlanOptions): Planned {
  const settings = sessionSettingsOf(session);
  const problems = new Problems(chunk, options.firstLine);
  const near = new NearDirectives(session);
  remarkDirectives({ settings, near, session, problems });
  const implicitTls =
    options.tls !== 'none' && (settings.implicitTls || tlsBeforeGreeting(session));
  const within =
    options.lines && exchangesWithin(session, options.lines, offset => problems.lineOf(offset));
  // Only in .smtp is {{name}} more than text that happened to be on the wire.
  const variables = chunk.dialect === 'smtp' && settings.variables;
  const speed = settings.speed ?? options.speed ?? 0;
  const chunks = settings.chunks ?? options.chunks;
  const name = settings.name ?? `session ${String(options.index + 1)}`;
  const isPlaced = (settings.content ?? options.content) === 'placeholder';
  const recorded = recordedSteps({
    ...{ chunk, session, near, problems, within, variables, chunks },
    placeholder: isPlaced ? { name } : undefined,
    policyAt: policiesOf(session, options),
    pauses: speed > 0 ? pausesOf(session, speed) : new Map(),
    retry: options.retry,
  });
  const sized = announcing(recorded, chunks);
  const secured = options.tls === 'none' ? withoutStartTls(sized) : sized;
  const steps = paced(secured, settings.pipelining ?? options.pipelining ?? 'recorded');
  const names = namesToGive(steps, [
    ...(variables ? Object.keys(settings.values) : []),
    ...(options.given ?? []),
  ]);
  for (const { line, name } of names.inContent) {
    problems.remarkLine(line, `{{${name}}} has no value here, so it is sent as it stands.`);
  }
  const sent = within ? session.exchanges.filter(each => within.has(each)) : session.exchanges;
  return {
    problems: problems.found,
    plan: {
      version: 1,
      name,
      protocol: session.protocol === 'LMTP' ? 'lmtp' : 'smtp',
      implicitTls,
      ...timeoutsOf(settings, options),
      recipients: recipientsOf(chunk, sent),
      receiverDisable: settings.receiverDisable,
      expectedVerdict: settings.expectedVerdict,
      ...howOf(settings, options),
      ...(variables && Object.keys(settings.values).length > 0 && { values: settings.values }),
      ...(names.variables.length > 0 && { variables: names.variables }),
      ...(names.secrets.length > 0 && { secrets: names.secrets }),
      steps: stopped(steps, problems.found),
    },
  };
}

function remarkDirectives(all: {
  readonly settings: SessionSettings;
  readonly near: NearDirectives;
  readonly session: Session;
  readonly problems: Problems;
}): void {
  const { settings, near, session, problems } = all;
  for (const { directive, message } of settings.faults) {
    problems.remark(directive.line.start, message);
  }
  for (const { name, line } of near.idle) {
    problems.remark(line.start, `Nothing follows that @${name} could be about.`);
  }
  for (const { command } of session.exchanges) {
    if (command.verb === 'AUTH' || near.auth(command) === undefined) continue;
    problems.remark(
      command.line.start,
      'The command below @auth is not AUTH: it is sent as it is.',
    );
  }
  if (session.exchanges.length === 0 && !session.hidden.clientLines) {
    const idle = 'The client says nothing in this session: at most the greeting is compared.';
    problems.remark(session.span.start, idle);
  }
  const unseen = firstAfterUnseenAuth(session);
  if (unseen !== undefined) problems.remark(unseen.command.line.start, UNSEEN_AUTH);
  if (!session.hidden.clientLines) return;
  const message =
    'The client lines are not shown, so there is nothing to send. Take a log that shows both sides, or write what the client said (C: …) where it said it.';
  problems.refuse(session.span.start, message);
}

/** The exchange before which the client was authenticated in a way that is not shown. */
function firstAfterUnseenAuth({ exchanges }: Session): Exchange | undefined {
  return exchanges.find(
    ({ before }, at) => before.authenticated && exchanges[at - 1]?.after.authenticated !== true,
  );
}

const UNSEEN_AUTH =
  'The client was authenticated before this, and how is not shown: the replay does without. To authenticate, write "# @auth PLAIN user=NAME secret=password", "C: AUTH PLAIN" and "S: 235 Ok" above this line.';

/** What the last `# @match` above says, else that of the file, else that of the run. */
function policiesOf(
  { directives }: Session,
  { policy = 'code', filePolicy }: PlanOptions,
): (offset: number) => MatchPolicy {
  const policies = directives.flatMap(directive => {
    const own = matchPolicyOf(directive);
    return own === undefined ? [] : [{ from: directive.line.start, own }];
  });
  return at => policies.findLast(({ from }) => from < at)?.own ?? filePolicy ?? policy;
}

function timeoutsOf(
  settings: SessionSettings,
  options: PlanOptions,
): Pick<ReplayPlan, 'timeoutMs' | 'timeouts'> {
  const given = settings.timeoutMs ?? (settings.timeouts ? undefined : options.timeoutMs);
  const timeouts = settings.timeouts ?? options.timeouts;
  if (given !== undefined || timeouts === undefined) return { timeoutMs: given ?? DEFAULT_TIMEOUT };
  return { timeoutMs: DEFAULT_TIMEOUT, timeouts };
}

function howOf(
  settings: SessionSettings,
  options: PlanOptions,
): Pick<ReplayPlan, 'onDifference' | 'proxy'> {
  const onDifference = settings.onDifference ?? options.onDifference;
  return {
    ...(onDifference !== undefined && { onDifference }),
    ...(settings.proxy && { proxy: settings.proxy }),
  };
}

function recipientsOf(chunk: Chunk, exchanges: readonly Exchange[]): readonly string[] {
  const rcpts = exchanges.filter(({ command }) => command.verb === 'RCPT');
  return [...new Set(rcpts.map(rcpt => pathTextOf(chunk, rcpt)))];
}

function tlsBeforeGreeting({ steps }: Session): boolean {
  // A PROXY header, which nobody answers, is no word of the session.
  const speaks = steps.findIndex(
    step => step.kind === 'greeting' || (step.kind === 'exchange' && !step.voided),
  );
  const before = speaks < 0 ? steps : steps.slice(0, speaks);
  return before.some(step => step.kind === 'event' && step.event === 'tls');
}

/** A plan that cannot be sent as recorded holds a send without octets: nothing leaves then. */
function stopped(
  steps: readonly PlanStep[],
  problems: readonly PlanProblem[],
): readonly PlanStep[] {
  const fatal = problems.find(problem => problem.fatal);
  if (fatal === undefined) return steps;
  const { line } = fatal;
  const stop: PlanStep = {
    kind: 'send',
    ...{ index: steps.length, line, endLine: line },
    ...{ purpose: 'raw', verb: '', octets: new Uint8Array(0), secret: false, requires: null },
    missing: fatal.message.replace(/\.$/, ''),
  };
  return [...steps, stop];
}
