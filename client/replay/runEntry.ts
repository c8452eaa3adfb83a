import type { Verdict } from '../../server/protocol/replay.ts';
import { isRight, isStopped } from './runReport.ts';
import type { FinishedRun } from './finishedRun.ts';

/** A run of the history, as its list shows it; the rest is in files of its own. */
export interface RunEntry {
  /** The files' name; sorts by time. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly uri: string;
  readonly target: string;
  readonly sessions: readonly EntrySession[];
  /** SHA-256 of the text that was replayed; null where its events are not kept. */
  readonly hash: string | null;
}

/** How a session of it went. */
export interface EntrySession {
  readonly name: string;
  readonly verdict: Verdict;
  readonly right: boolean;
  /** The user ended it. */
  readonly stopped?: true;
  readonly differed: number;
  /** Milliseconds. */
  readonly total: number;
}

const VERDICTS: readonly unknown[] = ['passed', 'differed', 'failed'];

/** The entry of a run; `hash` as in the entry. */
export function entryOf(run: FinishedRun, id: string, hash: string | null): RunEntry {
  const { report, startedAt } = run;
  const sessions = report.sessions.map(session => {
    const { name, verdict, differed, duration } = session;
    const right = isRight(session);
    const stopped = isStopped(session) ? ({ stopped: true } as const) : {};
    return { name, verdict, right, ...stopped, differed, total: duration.total };
  });
  return {
    id,
    at: startedAt.toISOString(),
    uri: report.uri,
    target: report.target,
    sessions,
    hash,
  };
}

/** Reads what `JSON.stringify` made of an entry; undefined for anything else, cut off files too. */
export function parseEntry(text: string): RunEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isEntry(value) ? value : undefined;
}

function isEntry(value: unknown): value is RunEntry {
  if (!isRecord(value) || !Array.isArray(value['sessions'])) return false;
  const texts = ['id', 'at', 'uri', 'target'].every(name => typeof value[name] === 'string');
  const { hash } = value;
  const sessions: readonly unknown[] = value['sessions'];
  return texts && (hash === null || typeof hash === 'string') && sessions.every(isSession);
}

function isSession(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { name, verdict, right, differed, total } = value;
  return (
    typeof name === 'string' &&
    VERDICTS.includes(verdict) &&
    typeof right === 'boolean' &&
    typeof differed === 'number' &&
    typeof total === 'number'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
