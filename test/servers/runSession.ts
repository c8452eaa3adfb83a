import type { ReplayEvent, ReplayPlan, SendStep, Verdict } from '../../server/protocol/replay.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { nodeIo } from '../../server/replay/io/nodeIo.ts';
import { account, serverHost } from './runningServer.ts';
import type { RunningServer } from './runningServer.ts';
import { portFor } from './sessionFile.ts';
import type { SessionFile } from './sessionFile.ts';

/** A reply that is not what was recorded. */
export interface ReplyDifference {
  /** What the client said: a command line, or `(content)`, `(connect)`, `(TLS)`. */
  readonly command: string;
  readonly recorded: string;
  /** The code of the live reply, or in words what came instead. */
  readonly actual: string;
}

/** How a session went on a server. */
export interface SessionRun {
  readonly session: SessionFile;
  readonly server: RunningServer;
  readonly verdict: Verdict;
  readonly events: readonly ReplayEvent[];
  readonly differences: readonly ReplyDifference[];
  /** Why it could not go on, '' where it could. */
  readonly failure: string;
}

const LIMIT_MS = 40_000;

/** Replays a session; null where the server has no port for it. */
export async function runSession(
  session: SessionFile,
  server: RunningServer,
): Promise<SessionRun | null> {
  const port = portFor(session, server);
  if (port === undefined) return null;
  const target = {
    host: server.host,
    port,
    serverName: serverHost,
    ...(server.ca !== undefined && { ca: server.ca }),
  };
  const events: ReplayEvent[] = [];
  const signal = AbortSignal.timeout(LIMIT_MS);
  const options = { target, inputs: { secrets: { password: account.password } } };
  for await (const event of replay(session.plan, nodeIo(), signal, options)) events.push(event);
  const done = events.at(-1);
  const failed = events.find(event => event.kind === 'failed');
  return {
    session,
    server,
    events,
    verdict: done?.kind === 'done' ? done.verdict : 'failed',
    failure: failed === undefined ? '' : `${failed.reason}: ${failed.message}`,
    differences: differencesOf(session.plan, events),
  };
}

function differencesOf(
  plan: ReplayPlan,
  events: readonly ReplayEvent[],
): readonly ReplyDifference[] {
  return events.flatMap((event): ReplyDifference[] => {
    if (event.kind === 'failed') {
      const { recorded } = codesAt(plan, events, event.step);
      return [{ command: commandAt(plan, event.step), recorded, actual: `(${event.reason})` }];
    }
    if (event.kind !== 'differed') return [];
    const { recorded, actual } = codesAt(plan, events, event.step);
    const command = commandAt(plan, event.step);
    return [{ command, recorded, actual: actual ?? `(${withheld(command, event.actual)})` }];
  });
}

function codesAt(
  plan: ReplayPlan,
  events: readonly ReplayEvent[],
  at: number,
): { readonly recorded: string; readonly actual: string | undefined } {
  // What keeps a command from being sent is told of the command, not of its reply.
  const reply = plan.steps.find(step => 'recorded' in step && step.index >= at);
  const recorded = reply && 'recorded' in reply ? String(reply.recorded?.code ?? '') : '';
  const live = events.findLast(event => event.kind === 'received' && event.step === at);
  return { recorded, actual: live?.kind === 'received' ? String(live.code) : undefined };
}

/** The command that a step belongs to; the same words again get a number. */
function commandAt(plan: ReplayPlan, at: number): string {
  const step = plan.steps[at];
  if (step?.kind === 'tls') return '(TLS)';
  if (step?.kind === 'auth') return `AUTH ${step.mechanism}`;
  const send = step?.kind === 'expect' && step.answers !== null ? plan.steps[step.answers] : step;
  if (send?.kind !== 'send') return '(connect)';
  const words = wordsOf(send);
  const earlier = plan.steps.filter(
    other => other.kind === 'send' && other.index < send.index && wordsOf(other) === words,
  );
  return earlier.length === 0 ? words : `${words} #${earlier.length + 1}`;
}

function wordsOf({ purpose, octets }: SendStep): string {
  if (purpose === 'content') return '(content)';
  if (purpose === 'auth-response') return '(AUTH response)';
  const text = new TextDecoder().decode(octets);
  return text.slice(0, text.indexOf('\r\n')) || '(empty line)';
}

/** What a server without the mechanism offers instead is its own business. */
function withheld(command: string, why: string): string {
  const [auth] = /^AUTH \S+/u.exec(command) ?? [];
  return auth !== undefined && /^(?:no )?AUTH\b/u.test(why) ? `no ${auth}` : why;
}
