import { readdir, readFile } from 'node:fs/promises';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import type { ReplayPlan } from '../../server/protocol/replay.ts';
import { planOf } from '../../server/replay/plan/plan.ts';
import { serverNames } from './runningServer.ts';
import type { RunningServer, ServerName } from './runningServer.ts';

/** A `.smtp` file of one session: a scenario, or what a server made of it. */
export interface SessionFile {
  /** The file's name without its ending; a recording has that of its scenario. */
  readonly scenario: string;
  /** Whose replies it holds, null for a scenario. */
  readonly recordedOn: ServerName | null;
  readonly text: string;
  readonly plan: ReplayPlan;
  /** `# @x-needs`: an EHLO keyword, perhaps with a parameter, without which it makes no sense. */
  readonly needs: string | null;
}

const scenarios = new URL('scenarios/', import.meta.url);
const recordings = new URL('recorded/', import.meta.url);
const TIMEOUT_MS = 10_000;

/** What is said to every server, by name. */
export async function readScenarios(): Promise<readonly SessionFile[]> {
  return readFolder(scenarios, null);
}

/** What every server answered, as committed. */
export async function readRecordings(): Promise<readonly SessionFile[]> {
  const all = await Promise.all(serverNames.map(name => readFolder(recordingFolder(name), name)));
  return all.flat();
}

/** Where the recordings on a server stand. */
export function recordingFolder(name: ServerName): URL {
  return new URL(`${name}/`, recordings);
}

/** The port of a server on which a session can be held; undefined where it has none. */
export function portFor(session: SessionFile, server: RunningServer): number | undefined {
  if (session.plan.protocol === 'lmtp') return server.lmtpPort;
  return session.plan.implicitTls ? server.tlsPort : server.port;
}

async function readFolder(
  folder: URL,
  recordedOn: ServerName | null,
): Promise<readonly SessionFile[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.smtp')).sort();
  return Promise.all(
    names.map(async name => {
      const text = await readFile(new URL(name, folder), 'utf8');
      const needs = /^# @x-needs (.+)$/mu.exec(text)?.[1] ?? null;
      const scenario = name.replace(/\.smtp$/u, '');
      return { scenario, recordedOn, text, plan: onlyPlanOf(name, text), needs };
    }),
  );
}

function onlyPlanOf(name: string, text: string): ReplayPlan {
  const octets = new TextEncoder().encode(text);
  const { dialect } = probeDialect(octets, bufferScanner);
  const [chunk, ...more] = readTranscript(octets, { scanner: bufferScanner, dialect });
  const session = chunk?.sessions[0];
  if (!chunk || !session || more.length > 0 || chunk.sessions.length > 1) {
    throw new Error(`${name} is not one session`);
  }
  const planned = planOf(chunk, session, { index: 0, firstLine: 1, timeoutMs: TIMEOUT_MS });
  const [problem] = planned.problems;
  if (problem) throw new Error(`${name}:${problem.line}: ${problem.message}`);
  return planned.plan;
}
