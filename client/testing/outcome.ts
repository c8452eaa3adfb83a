import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { isRight } from '../replay/runReport.ts';
import type { SessionReport } from '../replay/runReport.ts';

/** Messages of one session; more would only hide the first, which explains the others. */
const MOST = 50;

/** Something to show at a line of the transcript. */
export interface OutcomeMessage {
  readonly text: string;
  /** 1-based, both included. */
  readonly line: number;
  readonly endLine: number;
  /** The two sides of a difference. */
  readonly sides?: { readonly expected: string; readonly actual: string };
}

/** How a session's replay counts as a test. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Replies differ: the server answers something else than it should. */
  | { readonly kind: 'failed'; readonly messages: readonly OutcomeMessage[] }
  /** The replay could not be carried through. */
  | { readonly kind: 'errored'; readonly messages: readonly OutcomeMessage[] };

/** Judges a run by what its transcript expects; `line` is where the session begins, 1-based. */
export function outcomeOf(
  report: SessionReport,
  events: readonly ReplayEvent[],
  line: number,
): Outcome {
  const { verdict, expectedVerdict, failure } = report;
  if (failure?.reason === 'cancelled') return { kind: 'skipped', reason: 'cancelled' };
  if (isRight(report)) return { kind: 'passed' };
  const found = events.flatMap(event => messageOf(event, line)).slice(0, MOST);
  const expected = expectedVerdict === 'passed' ? [] : [expectation(report, line)];
  const messages = [...expected, ...found];
  const kind = verdict === 'failed' ? 'errored' : 'failed';
  if (messages.length > 0) return { kind, messages };
  // Only where the engine kept its reasons to itself.
  return { kind, messages: [{ text: `The replay ${verdict}.`, line, endLine: line }] };
}

function messageOf(event: ReplayEvent, start: number): OutcomeMessage[] {
  if (event.kind === 'differed') {
    const { message: text, expected, actual } = event;
    const line = Math.max(event.line, 1);
    const endLine = Math.max(event.endLine, line);
    return [{ text, line, endLine, sides: { expected, actual } }];
  }
  if (event.kind !== 'failed') return [];
  const line = event.line > 0 ? event.line : start;
  return [{ text: event.message, line, endLine: line }];
}

function expectation({ verdict, expectedVerdict }: SessionReport, line: number): OutcomeMessage {
  const text = `The transcript says "# @expect ${expectedVerdict}", and the replay ${verdict}.`;
  return { text, line, endLine: line };
}
